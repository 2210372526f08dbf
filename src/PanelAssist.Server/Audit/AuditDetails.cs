namespace PanelAssist.Server.Audit;

/// <summary>
/// What changed: names of fields and words of closed sets. It cannot be made of a text alone, so that nobody hands over what
/// a customer typed or a secret in passing.
/// </summary>
internal readonly record struct AuditDetails
{
    public const int MaxLength = 500;

    private readonly string? _text;

    private AuditDetails(string text) => _text = text;

    /// <summary>Null when there is nothing to say.</summary>
    public string? Text => _text;

    /// <summary>Names of what was changed, without the values; null ones are left out.</summary>
    public static AuditDetails Fields(params ReadOnlySpan<string?> names)
    {
        var told = new List<string>(names.Length);
        foreach (var name in names)
        {
            if (name is not null)
            {
                told.Add(name);
            }
        }

        return told.Count == 0 ? default : new AuditDetails(Bounded(string.Join(", ", told)));
    }

    /// <param name="field">What has the value, e.g. <c>role</c>.</param>
    /// <param name="value">A word of a closed set, never free text.</param>
    public static AuditDetails Value(string field, string value) => new(Bounded($"{field}: {value}"));

    /// <summary>A value of a closed set before and after; nothing where they are the same.</summary>
    public static AuditDetails Change(string field, string before, string after) =>
        before == after ? default : new AuditDetails(Bounded($"{field}: {before} → {after}"));

    public AuditDetails And(AuditDetails other) => (_text, other._text) switch
    {
        (null, _) => other,
        (_, null) => this,
        var (mine, its) => new AuditDetails(Bounded($"{mine}; {its}")),
    };

    private static string Bounded(string text)
    {
        var plain = string.Create(Math.Min(text.Length, MaxLength), text, static (span, source) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = char.IsControl(source[index]) || char.IsSurrogate(source[index]) ? ' ' : source[index];
            }
        });
        return text.Length > MaxLength ? plain[..^1] + '…' : plain;
    }
}
