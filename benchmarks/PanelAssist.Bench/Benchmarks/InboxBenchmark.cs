using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using PanelAssist.Bench.Load;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Product;
using PanelAssist.Bench.Reports;
using PanelAssist.Bench.Seeding;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>How long a page of the team's list takes in a tenant with a million conversations.</summary>
internal static class InboxBenchmark
{
    /// <summary>Pages followed by cursor from the top of each list.</summary>
    private const int Pages = 20;

    public static async Task<Report> RunAsync(BenchRun run)
    {
        var conversations = run.Options.Number("conversations", 1_000_000);
        var rounds = run.Rounds;
        var report = new Report("inbox");
        report.Settings["conversations"] = FormattableString.Invariant($"{conversations}");
        report.Settings["database"] = run.Options.Has("postgres") ? "PostgreSQL" : "SQLite";
        await using var cluster = run.Options.Has("postgres") ? await PostgresCluster.StartAsync(run.Folder) : null;
        await using var outside = await Outside.StartAsync(FreePort.Next(), TimeSpan.Zero);
        var port = FreePort.Next();
        var data = run.Folder.NewData("inbox");
        var settings = ProductSettings.Base(port, data, outside);
        var connection = cluster is null ? null : await cluster.CreateDatabaseAsync("inbox");
        settings = connection is null ? settings : settings.OnPostgres(connection);

        ProductSetup setup;
        await using (var empty = await ProductServer.StartAsync(run.Folder, "inbox", port, settings))
        {
            setup = await ProductSetup.CreateAsync(empty, outside, customers: 1);
        }

        var seed = new InboxSeed(setup.TenantId, Guid.Parse(setup.ChannelId), conversations, TimeProvider.System.GetUtcNow());
        var started = Stopwatch.GetTimestamp();
        await using (ISeedDatabase database = connection is null ? new SqliteSeed(Path.Combine(data, "panelassist.db")) : new PostgresSeed(connection))
        {
            await seed.FillAsync(database);
        }

        report.Add("filled with", "rows/s", conversations * (2.0 + InboxSeed.MessagesEach) / Stopwatch.GetElapsedTime(started).TotalSeconds);
        run.Say(FormattableString.Invariant($"filled in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));

        await using var server = await ProductServer.StartAsync(run.Folder, "inbox", port, settings);
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", setup.ApiToken);
        var all = new Latencies();
        foreach (var (name, filter) in Lists(setup, seed))
        {
            var one = new Latencies();
            for (var round = 0; round < rounds; round++)
            {
                await FollowAsync(http, filter, one);
            }

            all.Add(one);
            report.Add($"{name}: p50", "ms", one.Milliseconds(50));
            report.Add($"{name}: p95", "ms", one.Milliseconds(95), Target.AtMost(150, 50));
        }

        report.Add("all lists: p95", "ms", all.Milliseconds(95), Target.AtMost(150, 50));
        report.Notes.Add("The first page of each list is read with the database's cache as the start left it.");
        return report;
    }

    private static IEnumerable<(string Name, string Filter)> Lists(ProductSetup setup, InboxSeed seed) =>
    [
        ("everything", ""),
        ("people have it", "&status=open"),
        ("the assistant has it", "&status=pending"),
        ("resolved", "&status=resolved"),
        ("small channel", $"&channelId={seed.SmallChannel}"),
        ("large channel, snoozed", $"&channelId={setup.ChannelId}&status=snoozed"),
        ("mine", $"&assignee={InboxSeed.Member(3)}"),
        ("mine and open", $"&assignee={InboxSeed.Member(3)}&status=open"),
        ("taken by nobody", "&assignee=none"),
        ("customer waits", "&waiting=true"),
        ("customer waits, small channel", $"&waiting=true&channelId={seed.SmallChannel}"),
        ("a label", $"&label={InboxSeed.Label(3)}"),
        ("a label, open", $"&label={InboxSeed.Label(3)}&status=open"),
    ];

    private static async Task FollowAsync(HttpClient http, string filter, Latencies latencies)
    {
        var cursor = "";
        for (var page = 0; page < Pages; page++)
        {
            var started = Stopwatch.GetTimestamp();
            var bytes = await http.GetByteArrayAsync(new Uri($"api/v1/conversations?limit=50{filter}{cursor}", UriKind.Relative));
            latencies.RecordTicks(Stopwatch.GetTimestamp() - started);
            using var list = JsonDocument.Parse(bytes);
            if (list.RootElement.GetProperty("next").GetString() is not { } next)
            {
                return;
            }

            cursor = "&cursor=" + next;
        }
    }
}
