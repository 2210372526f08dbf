using System.Globalization;

namespace PanelAssist.Bench.Reports;

internal static class ReportPrinter
{
    public static void Print(Report report, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"== {report.Name} ==   {string.Join(", ", report.Settings.Select(setting => $"{setting.Key} {setting.Value}"))}");
        PrintTable(report.Figures, output);
        if (report.Ratios.Count > 0)
        {
            output.WriteLine();
            PrintTable([.. report.Ratios.Select(ratio => ratio with { Name = "ratio " + ratio.Name })], output);
        }

        foreach (var note in report.Notes)
        {
            output.WriteLine("! " + note);
        }
    }

    private static void PrintTable(IReadOnlyList<Figure> figures, TextWriter output)
    {
        var width = figures.Select(figure => figure.Name.Length).Append(6).Max();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"".PadRight(width)}  {"min",10} {"median",10} {"max",10}  {"",-4} {"must",8} {"aim",8}  verdict"));
        foreach (var figure in figures)
        {
            var target = figure.Target;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{figure.Name.PadRight(width)}  {Text(figure.Spread.Min),10} {Text(figure.Spread.Median),10} {Text(figure.Spread.Max),10}  {figure.Unit,-4} {Wanted(target, target?.Must),8} {Wanted(target, target?.Aim),8}  {figure.Verdict}").TrimEnd());
        }
    }

    private static string Wanted(Target? target, double? value) =>
        target is null || value is not { } number ? "" : (target.LowerIsBetter ? "<= " : ">= ") + number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(double value) => value switch
    {
        >= 1_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
