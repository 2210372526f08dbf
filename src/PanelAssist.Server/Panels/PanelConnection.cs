using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels;

/// <summary>The protocol families a panel can speak; on the wire <c>perfect-v2</c> and <c>customer-v2</c>.</summary>
internal enum PanelKind
{
    /// <summary>Perfect Panel's admin API v2 beside customer API v2.</summary>
    PerfectV2,

    /// <summary>Customer API v2 only: sees orders of the key's owner and nothing else.</summary>
    CustomerV2,
}

/// <summary>What a connection was found to be able to do. Features degrade by these, never by the panel's name.</summary>
[Flags]
internal enum PanelCapabilities
{
    None = 0,

    /// <summary>Orders of any customer can be read, with their owner.</summary>
    ReadAllOrders = 1,

    /// <summary>A customer's orders can be read, refilled and cancelled with that customer's own key.</summary>
    CustomerKeys = 2,

    /// <summary>Users can be found by name, with e-mail and balance.</summary>
    ReadUsers = 4,

    /// <summary>A cancellation can be requested through the admin API.</summary>
    RequestCancel = 8,

    ReadServices = 16,
}

/// <summary>One panel of a tenant.</summary>
internal sealed class PanelConnection : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required string Name { get; set; }

    public required PanelKind Kind { get; set; }

    public required Uri BaseUrl { get; set; }

    /// <summary>Admin API key, encrypted.</summary>
    public byte[]? AdminKey { get; set; }

    /// <summary>The owner's customer API key, encrypted; used for the service list.</summary>
    public byte[]? ApiKey { get; set; }

    public PanelCapabilities Capabilities { get; set; }

    /// <summary>Name of the body field that bulk order calls take: <c>ids</c>, <c>order_id</c> or <c>order</c>; public clients disagree.</summary>
    public required string BulkIdsField { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
