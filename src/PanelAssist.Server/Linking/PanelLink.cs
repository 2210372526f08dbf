using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Linking;

/// <summary>How it was proven that a chat identity owns a panel account.</summary>
internal enum LinkProof
{
    EmailCode,
    PanelKey,
    SignedIdentity,
    Staff,
}

/// <summary>A chat identity bound to an account of one panel.</summary>
internal sealed class PanelLink : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid IdentityId { get; init; }

    public required Guid PanelId { get; init; }

    /// <summary>The login at the panel; null where a key proved the account and the panel does not tell whose it is.</summary>
    public string? Username { get; set; }

    public required LinkProof Proof { get; set; }

    /// <summary>The customer's own panel API key, encrypted; null where none was given.</summary>
    public byte[]? ApiKey { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A one-time code on its way to the address the panel has for a username.</summary>
/// <remarks>A row is made for unknown usernames too, with no code that could ever match, so that both take the same path and time.</remarks>
internal sealed class LinkChallenge : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid IdentityId { get; init; }

    public required Guid PanelId { get; init; }

    public required string Username { get; set; }

    /// <summary>The code, encrypted; an empty one, which no six digits equal, when the username is not known.</summary>
    public required byte[] Code { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Wrong codes so far; at <c>Linking:MaxTries</c> linking pauses.</summary>
    public int Tries { get; set; }

    /// <summary>Codes asked for since <see cref="WindowStartedAt"/>, so that nobody's mailbox is flooded.</summary>
    public int Sent { get; set; }

    public required DateTimeOffset WindowStartedAt { get; set; }

    public DateTimeOffset? PausedUntil { get; set; }
}
