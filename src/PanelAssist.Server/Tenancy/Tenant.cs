namespace PanelAssist.Server.Tenancy;

/// <summary>The workspace itself. Not tenant-owned: it is what owning means.</summary>
internal sealed class Tenant
{
    public required TenantId Id { get; init; }

    public required string Name { get; set; }

    public required string OwnerEmail { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A tenant's data key, wrapped by the master key. Secrets of the tenant are encrypted with it.</summary>
internal sealed class TenantKey : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    /// <summary>Data key encrypted with the master key; the master key's id is inside.</summary>
    public required byte[] WrappedKey { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set when a newer key took over; old ones stay, to read what they wrote.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
