using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Rules;

namespace PanelAssist.Engine.Decisions;

/// <summary>What came of one order in one message: the words are made from these, one or many.</summary>
public abstract record OrderOutcome
{
    private OrderOutcome(string orderId) => OrderId = orderId;

    public string OrderId { get; }

    /// <summary>The facts of the order, for <c>status</c>.</summary>
    public sealed record Facts(Order Order) : OrderOutcome(Order.Id);

    /// <summary>The panel took the request.</summary>
    public sealed record Requested(string Id) : OrderOutcome(Id);

    /// <summary>People have been asked (speed-up, or no way to the panel).</summary>
    public sealed record PassedToPeople(string Id) : OrderOutcome(Id);

    /// <summary>The same request is already running, or was made less than the cooldown ago.</summary>
    public sealed record AlreadyRequested(string Id, DateTimeOffset At) : OrderOutcome(Id);

    /// <summary>A rule says no; the panel was not asked.</summary>
    public sealed record GateRefused(Order Order, GateRefusal Reason) : OrderOutcome(Order.Id);

    /// <summary>The panel said no; its words are untrusted text, shortened.</summary>
    public sealed record PanelRefused(string Id, string PanelText) : OrderOutcome(Id);

    /// <summary>Sent, but no answer came: it may have happened. It is being checked, never repeated.</summary>
    public sealed record BeingChecked(string Id) : OrderOutcome(Id);

    /// <summary>Not there, or someone else's.</summary>
    public sealed record NotYours(string Id) : OrderOutcome(Id);

    /// <summary>The panel did not answer; nothing was done.</summary>
    public sealed record NoAnswer(string Id) : OrderOutcome(Id);

    /// <summary>The state of the newest refill known for the order; null where none is known.</summary>
    public sealed record RefillState(string Id, string? StateText, DateTimeOffset? RequestedAt) : OrderOutcome(Id);
}
