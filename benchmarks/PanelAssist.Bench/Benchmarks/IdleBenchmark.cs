using System.Diagnostics;
using PanelAssist.Bench.Load;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Product;
using PanelAssist.Bench.Reports;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>How long from the start of the process to the first customer served, and what it weighs while nobody writes.</summary>
internal static class IdleBenchmark
{
    private const double MegaByte = 1_000_000;

    public static async Task<Report> RunAsync(BenchRun run)
    {
        var repetitions = run.Options.Number("rounds", 3);
        var rest = run.Options.Seconds("rest", 20);
        var report = new Report("idle");
        report.Settings["repetitions"] = FormattableString.Invariant($"{repetitions}");
        report.Settings["rest"] = FormattableString.Invariant($"{rest.TotalSeconds} s");

        var firstStart = new List<double>();
        var ready = new List<double>();
        var answered = new List<double>();
        var memory = new List<double>();
        await using var outside = await Outside.StartAsync(FreePort.Next(), TimeSpan.Zero);
        for (var repetition = 1; repetition <= repetitions; repetition++)
        {
            var board = new JobBoard(1);
            outside.Telegram.Arrived = board.Arrived;
            var port = FreePort.Next();
            var settings = ProductSettings.Base(port, run.Folder.NewData("idle"), outside);

            var started = Stopwatch.GetTimestamp();
            ProductSetup setup;
            await using (var first = await ProductServer.StartAsync(run.Folder, "idle", port, settings))
            {
                firstStart.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                setup = await ProductSetup.CreateAsync(first, outside, customers: 1);
            }

            started = Stopwatch.GetTimestamp();
            await using var server = await ProductServer.StartAsync(run.Folder, "idle", port, settings);
            ready.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            var reply = await AskOnceAsync(setup.Hook, board);
            answered.Add((reply - started) / (double)Stopwatch.Frequency);
            await Task.Delay(rest, TimeProvider.System);
            memory.Add(server.Process.ResidentBytes() / MegaByte);
            run.Say(FormattableString.Invariant(
                $"repetition {repetition}: first start {firstStart[^1]:0.00} s, restart ready {ready[^1]:0.00} s, first answer {answered[^1]:0.00} s, {memory[^1]:0} MB"));
        }

        report.Add("start on an empty directory, ready", "s", firstStart);
        report.Add("start, ready", "s", ready);
        report.Add("start to first answer to a customer", "s", answered, Target.AtMost(3, 1.5));
        report.Add("resident memory, idle", "MB", memory, Target.AtMost(250, 150));
        return report;
    }

    private static async Task<long> AskOnceAsync(Hook hook, JobBoard board)
    {
        var template = UpdateTemplate.Command(hook.Url, hook.Secret, "status");
        var request = template.NewBuffer();
        using var connection = new RawConnection(hook.Url.Port);
        using var over = new CancellationTokenSource();
        var watch = board.GiveUpOnOldAsync(TimeSpan.FromSeconds(30), over.Token);
        var order = board.NextOrder(0);
        var reply = board.ExpectAsync(0, order);
        template.Patch(request, UpdateIds.Next(), 0, order);
        var status = await connection.SendAsync(request, CancellationToken.None);
        if (status != 200)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"The webhook answered {status}"));
        }

        var at = await reply ?? throw new TimeoutException("No reply within 30 s");
        await over.CancelAsync();
        await watch;
        return at;
    }
}
