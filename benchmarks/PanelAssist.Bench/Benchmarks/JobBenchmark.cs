using PanelAssist.Bench.Load;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Reports;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>The whole job: webhook, linked and owned order, status from the panel, reply at the Bot API.</summary>
internal static class JobBenchmark
{
    private const string Product = "product";
    private const string Grammy = "grammy";
    private const string Telegraf = "telegraf";
    private const string PlainGroup = "plain-group";
    private const string PlainEach = "plain-each";

    public static async Task<Report> RunAsync(BenchRun run)
    {
        var customers = run.Options.Number("chats", 2_000);
        var report = new Report("job");
        report.Settings["outstanding"] = FormattableString.Invariant($"{run.Connections}");
        report.Settings["chats"] = FormattableString.Invariant($"{customers}");
        report.Settings["rounds"] = FormattableString.Invariant($"{run.Rounds} x {run.Round.TotalSeconds} s");
        report.Settings["panel delay"] = FormattableString.Invariant($"{run.PanelDelay.TotalMilliseconds} ms");

        await using var outside = await Outside.StartAsync(FreePort.Next(), run.PanelDelay);
        var board = new JobBoard(customers);
        outside.Telegram.Arrived = board.Arrived;
        await using var field = new Field();
        await EnterAllAsync(run, field, outside, customers);
        var loads = field.Contenders.ToDictionary(
            contender => contender.Name,
            contender => (Func<TimeSpan, Task<LoadResult>>)new JobLoad(contender.Hook, board, customers, run.Connections).RunAsync,
            StringComparer.Ordinal);
        var results = await new Race(run).RunAsync(loads, run.Rounds);
        foreach (var (name, rounds) in results)
        {
            report.AddRace(name, rounds, "jobs");
        }

        AddRatios(report, results);
        if (!run.Options.Has("no-rate"))
        {
            await RunHalfRateAsync(run, report, field, board, outside, results, customers);
        }

        AddDoubts(report, board, outside);
        return report;
    }

    private static async Task EnterAllAsync(BenchRun run, Field field, Outside outside, int customers)
    {
        if (run.Wants(Product))
        {
            await field.EnterAsync(Contender.ProductAsync(run, Product, outside, customers, settings => settings));
        }

        foreach (var peer in new[] { Grammy, Telegraf }.Where(run.Wants))
        {
            await field.EnterAsync(Contender.PeerAsync(run, peer, outside, customers));
        }

        foreach (var plain in new[] { PlainGroup, PlainEach }.Where(run.Wants))
        {
            await field.EnterAsync(Contender.PlainAsync(run, plain, outside, customers));
        }
    }

    private static void AddRatios(Report report, Dictionary<string, List<LoadResult>> results)
    {
        Add(Product, Grammy, "product/grammY", Target.AtLeast(3.5, 6));
        Add(Product, Telegraf, "product/telegraf", null);
        Add(Product, PlainGroup, "product/plain C#", Target.AtLeast(0.4, 0.7));
        Add(Product, PlainEach, "product/plain C# a commit per write", null);
        Add(PlainGroup, Grammy, "plain C#/grammY", null);

        void Add(string above, string below, string name, Target? target)
        {
            if (results.TryGetValue(above, out var top) && results.TryGetValue(below, out var bottom))
            {
                report.AddRatio(name, top, bottom, target);
            }
        }
    }

    private static async Task RunHalfRateAsync(
        BenchRun run, Report report, Field field, JobBoard board, Outside outside, Dictionary<string, List<LoadResult>> results, int customers)
    {
        outside.Panel.KeepTimes = true;
        foreach (var contender in field.Contenders.Where(contender => contender.Name is Product or PlainGroup))
        {
            var top = Spread.Of([.. results[contender.Name].Select(result => result.PerSecond)]).Median;
            var rate = top / 2;
            var jobs = (int)(rate * run.Options.Seconds("rate-seconds", 10).TotalSeconds);
            run.Say(FormattableString.Invariant($"half rate {contender.Name}: {rate:N0}/s, {jobs:N0} jobs"));
            var load = new OpenLoad(contender.Hook, board, outside.Panel, customers);
            var result = await load.RunAsync(rate, jobs);
            var target = contender.Name == Product ? Target.AtMost(25, 10) : null;
            report.Add($"{contender.Name}: rate kept", "1/s", result.PerSecond);
            report.Add($"{contender.Name}: added at half rate, p50", "ms", result.Latencies.Milliseconds(50));
            report.Add($"{contender.Name}: added at half rate, p99", "ms", result.Latencies.Milliseconds(99), target);
            report.Add($"{contender.Name}: requests left late, p99", "ms", load.Lateness.Milliseconds(99));
            report.Add($"{contender.Name}: failed at half rate", "", result.Failed);
            report.Broken |= result.Failed > 0;
        }
    }

    private static void AddDoubts(Report report, JobBoard board, Outside outside)
    {
        report.Add("panel calls, all contenders", "", outside.Panel.Calls);
        if (outside.Telegram.Unreadable + board.Unexpected + outside.Panel.Strangers > 0)
        {
            report.Notes.Add(FormattableString.Invariant(
                $"replies not understood {outside.Telegram.Unreadable}, answering no open job {board.Unexpected}; questions about others' orders {outside.Panel.Strangers}"));
        }
    }
}
