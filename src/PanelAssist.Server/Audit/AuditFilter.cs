namespace PanelAssist.Server.Audit;

/// <summary>Which entries are asked for; null is any.</summary>
/// <param name="From">This moment and later.</param>
/// <param name="Before">Earlier than this moment.</param>
/// <param name="ActionPrefix">How the action begins, e.g. <c>link.</c>.</param>
internal sealed record AuditFilter(DateTimeOffset? From, DateTimeOffset? Before, string? Actor, string? ActionPrefix, string? Target)
{
    private const int MaxLength = 100;

    public static AuditFilter All { get; } = new(null, null, null, null, null);

    /// <param name="actor">As an entry shows it. Its id, and that of <paramref name="target"/>, may also have hyphens, as other answers spell it.</param>
    public static AuditFilterReading Read(DateTimeOffset? from, DateTimeOffset? to, string? actor, string? action, string? target)
    {
        if (from >= to)
        {
            return new AuditFilterReading.Wrong("to", "Later than 'from'; entries of the moment 'to' itself are left out.");
        }

        if (actor?.Length > MaxLength)
        {
            return new AuditFilterReading.Wrong("actor", "As an entry shows it, e.g. token:0198….");
        }

        if (action is not null && (action.Length > MaxLength || !action.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_')))
        {
            return new AuditFilterReading.Wrong("action", "How the action begins: lower-case letters, digits, '.' and '_', e.g. link. or token.revoked.");
        }

        if (target?.Length > MaxLength)
        {
            return new AuditFilterReading.Wrong("target", "As an entry shows it, e.g. link:0198….");
        }

        return new AuditFilterReading.Good(new AuditFilter(from, to, Plain(actor), Given(action), Plain(target)));
    }

    public IQueryable<AuditEntry> Of(IQueryable<AuditEntry> entries)
    {
        if (From is { } from)
        {
            entries = entries.Where(e => e.At >= from);
        }

        if (Before is { } before)
        {
            entries = entries.Where(e => e.At < before);
        }

        if (Actor is { } actor)
        {
            entries = entries.Where(e => e.Actor == actor);
        }

        if (ActionPrefix is { } prefix)
        {
            entries = entries.Where(e => e.Action.StartsWith(prefix));
        }

        return Target is { } target ? entries.Where(e => e.Target == target) : entries;
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } given ? given : null;

    private static string? Plain(string? text) =>
        Given(text) is { } given && given.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && Guid.TryParse(given.AsSpan(colon + 1), out var id)
            ? $"{given[..colon]}:{id:N}"
            : Given(text);
}

/// <summary>A filter as somebody typed it.</summary>
internal abstract record AuditFilterReading
{
    private AuditFilterReading()
    {
    }

    public sealed record Good(AuditFilter Filter) : AuditFilterReading;

    /// <param name="Parameter">The part that is wrong.</param>
    /// <param name="Problem">What it should be.</param>
    public sealed record Wrong(string Parameter, string Problem) : AuditFilterReading;
}
