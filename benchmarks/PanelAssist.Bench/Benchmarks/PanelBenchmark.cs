using PanelAssist.Bench.Load;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Product;
using PanelAssist.Bench.Reports;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>What 1,000 customers asking within one second cost a panel that allows 5 calls a second.</summary>
internal static class PanelBenchmark
{
    private const int Customers = 1_000;

    // The questions of one burst must not share the budget with those of the last.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public static async Task<Report> RunAsync(BenchRun run)
    {
        var bursts = run.Options.Number("rounds", 3);
        var report = new Report("panel");
        report.Settings["customers"] = FormattableString.Invariant($"{Customers}");
        report.Settings["bursts"] = FormattableString.Invariant($"{bursts}");
        report.Settings["panel delay"] = FormattableString.Invariant($"{run.PanelDelay.TotalMilliseconds} ms");

        await using var outside = await Outside.StartAsync(FreePort.Next(), run.PanelDelay);
        var board = new JobBoard(Customers);
        outside.Telegram.Arrived = board.Arrived;
        var port = FreePort.Next();
        var settings = ProductSettings.Base(port, run.Folder.NewData("product"), outside);
        await using var server = await ProductServer.StartAsync(run.Folder, "product", port, settings);
        var setup = await ProductSetup.CreateAsync(server, outside, Customers);

        var calls = new List<double>();
        var most = new List<double>();
        var seconds = new List<double>();
        var unanswered = new List<double>();
        for (var burst = 0; burst <= bursts; burst++)
        {
            await Task.Delay(Rest, TimeProvider.System);
            outside.Panel.KeepMoments = true;
            var before = outside.Panel.Calls;
            var result = await new OpenLoad(setup.Hook, board, outside.Panel, Customers).RunAsync(Customers, Customers);
            run.Say(FormattableString.Invariant(
                $"burst {burst}{(burst == 0 ? " (warm-up)" : "")}: {outside.Panel.Calls - before} panel calls, all answered after {result.Seconds:0.00} s, unanswered {result.Failed}"));
            if (burst == 0)
            {
                continue;
            }

            calls.Add(outside.Panel.Calls - before);
            most.Add(outside.Panel.MostCallsInOneSecond());
            seconds.Add(result.Seconds);
            unanswered.Add(result.Failed);
        }

        report.Add("panel calls for 1,000 questions", "", calls, Target.AtMost(20, 10));
        report.Add("most panel calls within any second", "", most);
        report.Add("all answered after", "s", seconds);
        report.Add("questions unanswered", "", unanswered, Target.AtMost(0, 0));
        report.Broken = unanswered.Sum() > 0;
        return report;
    }
}
