using System.Diagnostics;
using PanelAssist.Bench.Reports;
using PanelAssist.Bench.Seeding;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>Fills a tenant that is there, to look at it or to measure something else. The server must not run on an embedded database meanwhile.</summary>
internal static class SeedBenchmark
{
    public static async Task<Report> RunAsync(BenchRun run)
    {
        var conversations = run.Options.Number("conversations", 100_000);
        var report = new Report("seed");
        report.Settings["conversations"] = FormattableString.Invariant($"{conversations}");
        var seed = new InboxSeed(Guid.Parse(run.Options.Require("tenant")), Guid.Parse(run.Options.Require("channel")), conversations, TimeProvider.System.GetUtcNow());
        var started = Stopwatch.GetTimestamp();
        await using ISeedDatabase database = run.Options.Find("connection") is { } connection
            ? new PostgresSeed(connection)
            : new SqliteSeed(Path.Combine(run.Options.Require("data"), "panelassist.db"));
        await seed.FillAsync(database);
        report.Add("filled with", "rows/s", conversations * (2.0 + InboxSeed.MessagesEach) / Stopwatch.GetElapsedTime(started).TotalSeconds);
        return report;
    }
}
