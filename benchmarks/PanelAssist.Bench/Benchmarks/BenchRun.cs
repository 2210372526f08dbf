using PanelAssist.Bench.Processes;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>What every benchmark gets.</summary>
internal sealed record BenchRun(BenchOptions Options, BenchFolder Folder, TextWriter Output)
{
    public int Rounds => Options.Number("rounds", 5);

    public TimeSpan Round => Options.Seconds("seconds", 4);

    public TimeSpan WarmUp => Options.Seconds("warmup", 20);

    public int Connections => Options.Number("connections", 64);

    public TimeSpan PanelDelay => TimeSpan.FromMilliseconds(Options.Number("panel-delay-ms", 0));

    /// <summary>Contenders can be left out by <c>--contenders a,b</c>.</summary>
    public bool Wants(string contender) =>
        Options.Find("contenders") is not { } list || list.Split(',').Contains(contender, StringComparer.Ordinal);

    public void Say(string text) => Output.WriteLine(text);
}
