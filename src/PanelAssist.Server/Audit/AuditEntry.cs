using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Audit;

/// <summary>Who did what with privilege. Ids and names of actions only, never texts or secrets.</summary>
internal sealed class AuditEntry : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The token or member, e.g. <c>token:0198…</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>A dotted verb, e.g. <c>link.created</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, e.g. <c>link:0198…</c>.</summary>
    public required string Target { get; init; }
}
