using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Audit;

/// <summary>Who did what with privilege, when and from where. Ids and names of actions and fields only, never texts or secrets.</summary>
internal sealed class AuditEntry : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The token or member, e.g. <c>token:0198…</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What people call the actor; null where nobody gave it a name.</summary>
    public string? ActorName { get; init; }

    /// <summary>The network address of the client; null where there was none.</summary>
    public string? Address { get; init; }

    /// <summary>A dotted verb, e.g. <c>link.created</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, e.g. <c>link:0198…</c>.</summary>
    public required string Target { get; init; }

    /// <summary>What changed, see <see cref="AuditDetails"/>; null where the action says it all.</summary>
    public string? Details { get; init; }

    /// <summary>Its place in the tenant's chain, from 1, in the order of sealing; null until it is sealed.</summary>
    public long? Position { get; set; }

    /// <summary>The hash of the entry at the position before; see <see cref="AuditChain"/>.</summary>
    public byte[]? PreviousHash { get; set; }

    public byte[]? Hash { get; set; }
}

/// <summary>The end of a tenant's chain. Written with the entries it seals, so that a cut end shows.</summary>
internal sealed class AuditHead : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required long Position { get; set; }

    public required byte[] Hash { get; set; }

    public required DateTimeOffset SealedAt { get; set; }
}
