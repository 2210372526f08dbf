using PanelAssist.Engine.Orders;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Actions;

internal enum ActionState
{
    /// <summary>Written before the call. Found after a crash it means: may have happened.</summary>
    Sending,
    Done,
    Refused,

    /// <summary>Sent, no answer. Never repeated; read back until it is known.</summary>
    Unknown,

    /// <summary>Was unknown; reading the order settled it, see <see cref="PanelAction.Happened"/>.</summary>
    Reconciled,
}

/// <summary>Which way a request went.</summary>
internal enum ActionRoute
{
    CustomerKey,
    AdminApi,
    People,
}

/// <summary>One request for one order: the receipt.</summary>
internal sealed class PanelAction : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid PanelId { get; init; }

    public required string OrderId { get; init; }

    public required OrderActionKind Kind { get; init; }

    public ActionState State { get; set; }

    public required ActionRoute Route { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The message that asked. Unique with order and kind: a turn run again finds its own action.</summary>
    public required Guid InboxEntryId { get; init; }

    /// <summary>The link whose key the request used, to read the outcome with.</summary>
    public Guid? LinkId { get; init; }

    /// <summary>The panel's id of what was started, such as a refill id.</summary>
    public string? ProviderReference { get; set; }

    /// <summary>After <see cref="ActionState.Reconciled"/>: whether it had happened.</summary>
    public bool? Happened { get; set; }

    /// <summary>When to look again while the outcome is not known.</summary>
    public DateTimeOffset? CheckAt { get; set; }

    public int Checks { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A line of an action's timeline.</summary>
internal sealed class PanelActionEvent : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid ActionId { get; init; }

    public required ActionState State { get; init; }

    public required string Detail { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// The lock of one action on one order: whoever holds the row may ask the panel. "At most once" is this row's key,
/// not a query, since the same request can come by two channels at one moment.
/// </summary>
internal sealed class PanelActionGuard : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid PanelId { get; init; }

    public required string OrderId { get; init; }

    public required OrderActionKind Kind { get; init; }

    public required Guid ActionId { get; set; }

    /// <summary>When the guarded request was made.</summary>
    public required DateTimeOffset Since { get; set; }

    /// <summary>End of the cooldown; released early when the panel refused.</summary>
    public required DateTimeOffset Until { get; set; }
}
