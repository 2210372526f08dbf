using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tests.Docs;

/// <summary>The page of settings says what the code says.</summary>
public sealed class OperatingPageTests
{
    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "operating.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length > 5)
        .ToDictionary(cells => cells[1].Trim('`'), StringComparer.Ordinal);

    public static TheoryData<string> Settings => [.. Options().SelectMany(type => PropertiesOf(type).Select(property => NameOf(type, property)))];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Each_setting_has_a_row_with_its_default_and_its_bounds(string setting)
    {
        var (type, property) = Options().SelectMany(type => PropertiesOf(type).Select(property => (type, property))).Single(pair => NameOf(pair.type, pair.property) == setting);

        Assert.True(Rows.TryGetValue(setting, out var row), $"docs/operating.md has no row for {setting}.");
        Assert.Equal(Shown(property.GetValue(Activator.CreateInstance(type))), row[2].Trim('`'));
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} … {range.Maximum}"), row[3]);
        }
    }

    [Fact]
    public void No_row_names_a_setting_that_is_gone() => Assert.Empty(Rows.Keys.Except(Settings.Select(row => row.Data), StringComparer.Ordinal));

    private static IEnumerable<Type> Options() => typeof(StorageOptions).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is { IsLiteral: true });

    private static IEnumerable<PropertyInfo> PropertiesOf(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static string NameOf(Type options, PropertyInfo property) => $"{options.GetField("Section")!.GetRawConstantValue()}:{property.Name}";

    private static string Shown(object? value) => value switch
    {
        null => "–",
        string text => text,
        Uri address => address.OriginalString,
        bool flag => flag ? "true" : "false",
        Enum name => name.ToString().ToLowerInvariant(),
        IEnumerable list => list.Cast<object>().Select(Shown).ToArray() is { Length: > 0 } items ? string.Join(',', items) : "–",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static string RepositoryRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "PanelAssist.slnx")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return directory;
    }
}
