using System.Diagnostics;
using HdrHistogram;

namespace PanelAssist.Bench.Load;

/// <summary>Microseconds in a high-dynamic-range histogram. One per worker; merged at the end.</summary>
internal sealed class Latencies
{
    private const long Longest = 120_000_000;
    private readonly LongHistogram _histogram = new(Longest, 3);

    public long Count => _histogram.TotalCount;

    public void RecordTicks(long ticks) =>
        _histogram.RecordValue(Math.Clamp(ticks * 1_000_000 / Stopwatch.Frequency, 1, Longest));

    public void Add(Latencies other) => _histogram.Add(other._histogram);

    public double Milliseconds(double percentile) =>
        Count == 0 ? double.NaN : _histogram.GetValueAtPercentile(percentile) / 1_000.0;
}
