namespace PanelAssist.Sandbox.Journal;

/// <summary>One request received. Status stays 0 while it is held and becomes -1 when the connection was dropped.</summary>
internal sealed class JournalEntry
{
    public const int Dropped = -1;

    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Counterpart { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }

    public int Status { get; set; }

    public double DurationMs { get; set; }

    public bool Contains(string text) =>
        Path.Contains(text, StringComparison.OrdinalIgnoreCase)
        || Fields.Any(field => $"{field.Key}={field.Value}".Contains(text, StringComparison.OrdinalIgnoreCase));
}
