using PanelAssist.Bench.Load;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>Contenders take turns, round after round, so that what the machine does meanwhile meets all of them.</summary>
internal sealed class Race(BenchRun run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public async Task<Dictionary<string, List<LoadResult>>> RunAsync(IReadOnlyDictionary<string, Func<TimeSpan, Task<LoadResult>>> loads, int rounds)
    {
        foreach (var (name, load) in loads)
        {
            var warm = await load(run.WarmUp);
            run.Say(FormattableString.Invariant($"warm-up  {name,-20} {warm.PerSecond,9:N0}/s"));
        }

        var results = loads.Keys.ToDictionary(name => name, _ => new List<LoadResult>(), StringComparer.Ordinal);
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var (name, load) in loads)
            {
                await Task.Delay(Pause, TimeProvider.System);
                var result = await load(run.Round);
                results[name].Add(result);
                run.Say(FormattableString.Invariant(
                    $"round {round,2} {name,-20} {result.PerSecond,9:N0}/s   p50 {result.Latencies.Milliseconds(50),8:0.00} ms   p99 {result.Latencies.Milliseconds(99),8:0.00} ms   failed {result.Failed}"));
            }
        }

        return results;
    }
}
