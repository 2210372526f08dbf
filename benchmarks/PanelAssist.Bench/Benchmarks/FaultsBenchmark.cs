using PanelAssist.Bench.Reports;

namespace PanelAssist.Bench.Benchmarks;

internal static class FaultsBenchmark
{
    public static Task<Report> RunAsync(BenchRun run) => throw new InvalidOperationException("not yet");
}
