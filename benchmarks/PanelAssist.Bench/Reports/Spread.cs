namespace PanelAssist.Bench.Reports;

/// <summary>What the rounds of one figure show.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread Of(IReadOnlyCollection<double> rounds)
    {
        var sorted = rounds.Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0
            ? new Spread(0, 0, 0)
            : new Spread(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }
}
