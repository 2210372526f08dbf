using System.Globalization;

namespace PanelAssist.Bench;

/// <summary>The command line: an optional name, then <c>--key value</c> or <c>--flag</c>.</summary>
internal sealed class BenchOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public BenchOptions(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                Names.Add(arguments[i]);
                continue;
            }

            var hasValue = i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[arguments[i][2..]] = hasValue ? arguments[++i] : "";
        }
    }

    public List<string> Names { get; } = [];

    public bool Has(string key) => _values.ContainsKey(key);

    public string? Find(string key) => _values.GetValueOrDefault(key);

    public string Require(string key) => Find(key) ?? throw new ArgumentException($"--{key} is missing", nameof(key));

    public int Number(string key, int otherwise) =>
        Find(key) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public TimeSpan Seconds(string key, double otherwise) =>
        TimeSpan.FromSeconds(Find(key) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise);
}
