using System.Diagnostics;
using PanelAssist.Bench.Faults;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Product;
using PanelAssist.Bench.Reports;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>SIGKILL at random moments under load: nothing acknowledged may be lost, nothing at the panel may happen twice.</summary>
internal static class FaultsBenchmark
{
    public static async Task<Report> RunAsync(BenchRun run)
    {
        var kills = run.Options.Number("kills", 20);
        var seed = run.Options.Number("seed", 1);
        var perSecond = run.Options.Number("per-second", 60);
        var customers = run.Options.Number("chats", Math.Max(480, kills / 16 * 16));
        var report = new Report("faults");
        report.Settings["kills"] = FormattableString.Invariant($"{kills}");
        report.Settings["seed"] = FormattableString.Invariant($"{seed}");
        report.Settings["messages"] = FormattableString.Invariant($"{perSecond}/s");

        await using var outside = await Outside.StartAsync(FreePort.Next(), run.PanelDelay);
        var book = new QuestionBook(customers);
        outside.Telegram.Arrived = book.Arrived;
        var port = FreePort.Next();
        var settings = ProductSettings.Base(port, run.Folder.NewData("product"), outside).LiftPanelBudget();
        var server = await ProductServer.StartAsync(run.Folder, "product", port, settings);
        using var stop = new CancellationTokenSource();
        try
        {
            var setup = await ProductSetup.CreateAsync(server, outside, customers, withKeys: true);
            var load = new ScriptedLoad(setup.Hook, book, customers, perSecond, seed);
            var writing = load.RunAsync(stop.Token);
            var killer = new Killer(run.Folder, settings, port, book, seed, run.Say);
            server = await killer.RunAsync(server, kills);
            await stop.CancelAsync();
            await writing;
            await Killer.UntilAnsweredAsync([.. book.All], Stopwatch.GetTimestamp());

            using var api = new ProductApi(server.BaseUrl);
            api.SignIn(setup.ApiToken);
            Describe(report, await Findings.GatherAsync(book, outside.Panel, api, setup.ChannelId), killer, load, book, kills);
        }
        finally
        {
            await stop.CancelAsync();
            await server.DisposeAsync();
        }

        return report;
    }

    private static void Describe(Report report, Findings found, Killer killer, ScriptedLoad load, QuestionBook book, int kills)
    {
        report.Add("messages acknowledged", "", found.Acknowledged);
        report.Add("  delivered once more although acknowledged", "", load.Redelivered);
        report.Add("  attempts refused while down", "", load.Refusals);
        report.Add("acknowledged and unanswered when killed", "", killer.BacklogAtKill);
        report.Add("restart until those were answered", "s", killer.DrainSeconds);
        report.Add("longest of these", "s", killer.DrainSeconds.DefaultIfEmpty().Max(), Target.AtMost(Killer.DrainLimit.TotalSeconds, 10));
        report.Add("acknowledged, never answered (lost)", "", found.Lost, Target.AtMost(0, 0));
        report.Add("orders refilled more than once", "", found.RefilledTwice, Target.AtMost(0, 0));
        report.Add("answered twice with the same words", "", found.RepliedTwice);
        report.Add("  of these not flagged in the conversation", "", found.RepliedTwiceUnflagged, Target.AtMost(0, 0));
        report.Add("refills asked for", "", found.Refills);
        report.Add("  that never reached the panel", "", found.NeverRefilled);
        report.Add("  with a follow-up (we are checking, then the outcome)", "", found.FollowUps);
        report.Add("replies that name no order", "", book.Unmatched);
        report.Broken = found.Lost + found.RefilledTwice + found.RepliedTwiceUnflagged > 0
            || killer.DrainSeconds.Exists(seconds => seconds > Killer.DrainLimit.TotalSeconds);
        report.Notes.Add(FormattableString.Invariant(
            $"No failure in {kills} kills would still leave up to {3.0 / kills:0.##%} per kill possible (95 %)."));
        report.Notes.Add("Not varied: one node, SQLite, the process killed and not the machine, a healthy panel and Bot API, one rate, status and refill only.");
    }
}
