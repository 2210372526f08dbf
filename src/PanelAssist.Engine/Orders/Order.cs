namespace PanelAssist.Engine.Orders;

/// <summary>A panel's order states in one set; every spelling a panel uses maps to one of these.</summary>
public enum OrderStatus
{
    Pending,
    InProgress,
    Processing,
    Completed,
    Partial,
    Canceled,
    Refunded,
    Failed,

    /// <summary>The panel said something that no public documentation lists; see <see cref="Order.StatusText"/>.</summary>
    Unknown,
}

/// <summary>What the panel says may be done with an order; null where it does not say.</summary>
public readonly record struct OrderFlags(bool? Refill, bool? RequestCancel);

/// <summary>An order as the panel last showed it. Every field but the id and status may be missing on some panel.</summary>
public sealed record Order
{
    public required string Id { get; init; }

    public required OrderStatus Status { get; init; }

    /// <summary>The status as the panel spelled it.</summary>
    public required string StatusText { get; init; }

    /// <summary>The login of the order's owner; null where the answer came by the owner's own key.</summary>
    public string? Username { get; init; }

    public string? ServiceId { get; init; }

    public string? ServiceName { get; init; }

    public string? Link { get; init; }

    public long? StartCount { get; init; }

    public long? Remains { get; init; }

    public long? Quantity { get; init; }

    public Money? Charge { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public OrderFlags Flags { get; init; }

    /// <summary>When the panel said this; an answer older than five seconds is asked again.</summary>
    public required DateTimeOffset ReadAt { get; init; }
}
