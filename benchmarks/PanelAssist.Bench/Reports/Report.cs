using PanelAssist.Bench.Load;

namespace PanelAssist.Bench.Reports;

/// <summary>Everything one benchmark found.</summary>
internal sealed class Report(string name)
{
    public string Name { get; } = name;

    public List<Figure> Figures { get; } = [];

    public List<Figure> Ratios { get; } = [];

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public List<string> Notes { get; } = [];

    /// <summary>Set by a check that must hold, such as nothing lost; makes the run fail.</summary>
    public bool Broken { get; set; }

    public Figure Add(string figure, string unit, IEnumerable<double> rounds, Target? target = null)
    {
        var added = new Figure(figure, unit, [.. rounds], target);
        Figures.Add(added);
        return added;
    }

    public Figure Add(string figure, string unit, double value, Target? target = null) => Add(figure, unit, [value], target);

    /// <summary>Rounds are paired: a ratio compares what ran side by side, then the ratios are summed up.</summary>
    public void AddRatio(string ratio, IReadOnlyList<LoadResult> above, IReadOnlyList<LoadResult> below, Target? target = null) =>
        Ratios.Add(new Figure(ratio, "x", [.. above.Zip(below, (a, b) => a.PerSecond / b.PerSecond)], target));

    public void AddRace(string contender, IReadOnlyList<LoadResult> rounds, string what)
    {
        Add($"{contender}: {what}", "1/s", rounds.Select(round => round.PerSecond));
        Add($"{contender}: p50", "ms", rounds.Select(round => round.Latencies.Milliseconds(50)));
        Add($"{contender}: p99", "ms", rounds.Select(round => round.Latencies.Milliseconds(99)));
        var failed = rounds.Sum(round => round.Failed);
        if (failed > 0)
        {
            Notes.Add(FormattableString.Invariant($"{contender}: {failed} of {failed + rounds.Sum(round => round.Done)} failed: its figures do not count"));
            Broken = true;
        }
    }
}

internal sealed record Figure(string Name, string Unit, IReadOnlyList<double> Rounds, Target? Target)
{
    public Spread Spread { get; } = Spread.Of(Rounds);

    public string? Verdict => Target?.Judge(Spread.Median);
}

/// <summary>What a figure must reach, and what it should.</summary>
internal sealed record Target(double Must, double Aim, bool LowerIsBetter = false)
{
    public static Target AtLeast(double must, double aim) => new(must, aim);

    public static Target AtMost(double must, double aim) => new(must, aim, LowerIsBetter: true);

    public string Judge(double value) =>
        Reaches(value, Aim) ? "aim" : Reaches(value, Must) ? "must" : "MISSED";

    private bool Reaches(double value, double wanted) => LowerIsBetter ? value <= wanted : value >= wanted;
}
