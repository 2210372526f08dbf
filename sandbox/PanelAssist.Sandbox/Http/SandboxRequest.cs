using System.Text.Json;

namespace PanelAssist.Sandbox.Http;

/// <summary>One call as a counterpart sees it: query, form and JSON fields in one list, whatever way they came.</summary>
internal sealed class SandboxRequest
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required List<KeyValuePair<string, string>> Fields { get; init; }

    /// <summary>The parsed body when it was JSON.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>The body said it was JSON and was not.</summary>
    public bool IsMalformed { get; init; }

    public string? ApiKey { get; init; }

    public string? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Key == name)
            {
                return field.Value;
            }
        }

        return null;
    }

    public bool Has(string name) => Find(name) is { Length: > 0 };

    public int FindInt(string name, int otherwise) =>
        int.TryParse(Find(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public long? FindLong(string name) =>
        long.TryParse(Find(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Arrays sent as JSON and lists sent as comma text give the same values.</summary>
    public IReadOnlyList<string> FindList(string name)
    {
        var text = Find(name);
        if (text is null)
        {
            return [];
        }

        var separated = text.StartsWith('[') ? text.Trim('[', ']') : text;
        return separated.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(item => item.Trim('"'))
            .ToList();
    }
}
