using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Accounts;

/// <summary>Asks somebody by mail to join. Its link works once, for the address it was sent to, until it expires or is withdrawn.</summary>
internal sealed class Invitation : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required string Email { get; init; }

    public required MemberRole Role { get; init; }

    public string Permissions { get; init; } = "";

    /// <summary>SHA-256 of the link's secret.</summary>
    public required byte[] Hash { get; init; }

    public required Guid InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Accepted or withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
