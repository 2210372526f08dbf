namespace PanelAssist.Bench.Load;

/// <summary>Update ids of ten digits, never the same twice in a run: a repeated one would be a redelivery.</summary>
internal static class UpdateIds
{
    private static long _last = 1_000_000_000;

    public static long Next() => Interlocked.Increment(ref _last);
}
