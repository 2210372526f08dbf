namespace PanelAssist.Server.Tenancy.Tokens;

/// <summary>What a tenant's token may do. No scope includes another, but <see cref="All"/> is all of them.</summary>
internal static class Scopes
{
    /// <summary>See everything of the tenant that is not a secret.</summary>
    public const string Read = "read";

    /// <summary>Write to customers and take over or hand back conversations.</summary>
    public const string Messages = "messages";

    /// <summary>Bind customers to panel accounts.</summary>
    public const string Links = "links";

    /// <summary>Change panels, channels and tokens, see the audit, replay dead letters.</summary>
    public const string Manage = "manage";

    public const string All = "all";

    public static IReadOnlyList<string> Names { get; } = [Read, Messages, Links, Manage, All];

    /// <summary>Whether a token with <paramref name="granted"/> may do what <paramref name="scope"/> allows.</summary>
    public static bool Covers(IEnumerable<string> granted, string scope) =>
        granted.Any(name => name == scope || name == All);
}
