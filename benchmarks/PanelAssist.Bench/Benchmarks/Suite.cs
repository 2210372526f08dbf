using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Reports;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>Runs the named benchmarks, or all, one after another; prints and keeps what they found.</summary>
internal static class Suite
{
    private static readonly Dictionary<string, Func<BenchRun, Task<Report>>> All = new(StringComparer.Ordinal)
    {
        ["accept"] = AcceptBenchmark.RunAsync,
        ["job"] = JobBenchmark.RunAsync,
        ["panel"] = PanelBenchmark.RunAsync,
        ["idle"] = IdleBenchmark.RunAsync,
        ["faults"] = FaultsBenchmark.RunAsync,
        ["inbox"] = InboxBenchmark.RunAsync,
        ["seed"] = SeedBenchmark.RunAsync,
    };

    /// <summary>Runs only when it is named: it fills a database of somebody's.</summary>
    private const string OnlyByName = "seed";

    public static async Task<int> RunAsync(BenchOptions options)
    {
        if (options.Names.Find(name => !All.ContainsKey(name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no benchmark {unknown}: {string.Join(", ", All.Keys)}");
            return 2;
        }

        Children.EndWithUs();
        var folder = new BenchFolder(options.Require("root"), options.Find("server"));
        var failed = false;
        foreach (var name in options.Names.Count > 0 ? options.Names : [.. All.Keys.Where(name => name != OnlyByName)])
        {
            Console.WriteLine($"-- {name}");
            var machine = Machine.Describe(folder.Results);
            try
            {
                var report = await All[name](new BenchRun(options, folder, Console.Out));
                ReportPrinter.Print(report, Console.Out);
                Console.WriteLine(FormattableString.Invariant(
                    $"{machine.Processor}, {machine.Cores} cores, fsync p50 {machine.FsyncP50Microseconds:0} us; load average before {machine.LoadAverage:0.00}; {ReportFile.Write(report, machine, folder.Results)}"));
                failed |= report.Broken;
            }
            catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or IOException or HttpRequestException)
            {
                await Console.Error.WriteLineAsync($"{name} could not run: {exception.Message}");
                failed = true;
            }
            catch (Exception unexpected)
            {
                // One benchmark that breaks must not keep the others from running.
                await Console.Error.WriteLineAsync($"{name} broke: {unexpected}");
                failed = true;
            }
            finally
            {
                folder.ClearRun();
            }
        }

        return failed ? 1 : 0;
    }
}
