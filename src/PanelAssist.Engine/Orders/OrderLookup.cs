namespace PanelAssist.Engine.Orders;

/// <summary>What asking for one order gave, ownership already applied.</summary>
public abstract record OrderLookup
{
    private OrderLookup(string orderId) => OrderId = orderId;

    public string OrderId { get; }

    /// <summary>The order is there and belongs to the one who asks.</summary>
    public sealed record Found(Order Order) : OrderLookup(Order.Id);

    /// <summary>Not there, or someone else's: the two are the same answer, on purpose.</summary>
    public sealed record NotYours(string Id) : OrderLookup(Id);

    /// <summary>The panel did not answer in time or answered nonsense.</summary>
    public sealed record NoAnswer(string Id) : OrderLookup(Id);
}

/// <summary>What can be asked of a panel for an order. Refill and cancel change the panel; speed-up goes to people.</summary>
public enum OrderActionKind
{
    Refill,
    Cancel,
    SpeedUp,
}
