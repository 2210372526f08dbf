using System.Diagnostics;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Product;

namespace PanelAssist.Bench.Faults;

/// <summary>Kills the product at random moments and starts it again on the same data.</summary>
internal sealed class Killer(BenchFolder folder, Dictionary<string, string> settings, int port, QuestionBook book, int seed, Action<string> say)
{
    private const double AgainDuringRecovery = 0.25;
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(1_500);
    private readonly Random _random = new(seed);

    /// <summary>Seconds from the restart until all that was acknowledged before the kill had been answered.</summary>
    public List<double> DrainSeconds { get; } = [];

    public List<double> BacklogAtKill { get; } = [];

    public async Task<ProductServer> RunAsync(ProductServer server, int kills)
    {
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(LongestLife * _random.NextDouble(), TimeProvider.System);
            await server.Process.KillAsync();
            var backlog = book.All.Where(question => question.IsOpen).ToList();
            await server.DisposeAsync();

            var started = Stopwatch.GetTimestamp();
            server = await ProductServer.StartAsync(folder, "product", port, settings);
            BacklogAtKill.Add(backlog.Count);
            var drained = "killed again meanwhile";
            if (kill == kills || _random.NextDouble() >= AgainDuringRecovery)
            {
                await UntilAnsweredAsync(backlog, started);
                DrainSeconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                drained = FormattableString.Invariant($"drained after {DrainSeconds[^1]:0.00} s");
            }

            say(FormattableString.Invariant($"kill {kill,4}: {backlog.Count,4} acknowledged and unanswered, {drained}"));
        }

        return server;
    }

    public static async Task UntilAnsweredAsync(List<Question> questions, long since)
    {
        while (questions.Exists(question => question.IsOpen) && Stopwatch.GetElapsedTime(since) < DrainLimit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
