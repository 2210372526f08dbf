using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Accounts;

/// <summary>One sign-in on one browser. The cookie names it; what it may do is read from here and from the member rows, never from the cookie.</summary>
internal sealed class AccountSession
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>SHA-256 of the secret in the cookie.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The workspace it works in; null where the account has none.</summary>
    public TenantId? TenantId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the person last proved to be there; what is delicate asks again after some minutes.</summary>
    public DateTimeOffset ProvedAt { get; set; }

    public string? Address { get; set; }

    /// <summary>What the browser calls itself, cut to 300 characters.</summary>
    public string? Browser { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}
