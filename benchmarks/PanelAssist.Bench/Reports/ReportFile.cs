using System.Text.Json;

namespace PanelAssist.Bench.Reports;

internal static class ReportFile
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Write(Report report, Machine machine, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, report.Name + ".json");
        var content = new
        {
            Benchmark = report.Name,
            Date = TimeProvider.System.GetUtcNow(),
            Machine = machine,
            report.Settings,
            Figures = report.Figures.Select(Shape),
            Ratios = report.Ratios.Select(Shape),
            report.Notes,
            report.Broken,
        };
        File.WriteAllText(path, JsonSerializer.Serialize(content, Layout) + "\n");
        return path;
    }

    private static object Shape(Figure figure) => new
    {
        figure.Name,
        figure.Unit,
        figure.Spread.Min,
        figure.Spread.Median,
        figure.Spread.Max,
        figure.Rounds,
        figure.Target?.Must,
        figure.Target?.Aim,
        figure.Verdict,
    };
}
