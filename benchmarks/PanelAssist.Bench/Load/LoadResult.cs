namespace PanelAssist.Bench.Load;

/// <summary>One round of one contender.</summary>
internal sealed record LoadResult(long Done, long Failed, double Seconds, Latencies Latencies)
{
    public double PerSecond => Done / Seconds;
}
