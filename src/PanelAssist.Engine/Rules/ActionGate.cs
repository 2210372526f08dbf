using PanelAssist.Engine.Orders;

namespace PanelAssist.Engine.Rules;

/// <summary>Why an action is not started; each has its own sentence for the customer.</summary>
public enum GateRefusal
{
    /// <summary>Refill of an order that is not completed yet.</summary>
    NotCompletedYet,

    /// <summary>Cancel or speed-up of an order that has already ended.</summary>
    AlreadyEnded,

    /// <summary>The order was cancelled or refunded: there is nothing to refill.</summary>
    WasCanceled,

    /// <summary>A partly delivered order has been refunded for the rest and has no refill.</summary>
    PartialHasNoRefill,

    /// <summary>The panel's own flag says this order cannot be refilled now (no guarantee, or one is running).</summary>
    PanelDoesNotOfferRefill,

    /// <summary>The panel's own flag says this order cannot be cancelled now.</summary>
    PanelDoesNotOfferCancel,

    /// <summary>The panel shows a state that is not known: people decide.</summary>
    UnknownStatus,
}

/// <summary>A line of a rule trace: which rule was asked, and what it said.</summary>
public sealed record RuleTraceLine(string Rule, bool Passed, string Detail);

/// <summary>The answer of the gates for one order and action.</summary>
public sealed record GateResult(GateRefusal? Refusal, IReadOnlyList<RuleTraceLine> Trace)
{
    public bool Open => Refusal is null;
}

/// <summary>The fixed rules: which order states allow which action, then the order's own flags. Cooldown and duplicates are kept by the action journal.</summary>
public static class ActionGate
{
    public static GateResult Check(OrderActionKind action, Order order)
    {
        var trace = new List<RuleTraceLine>(3);
        var refusal = CheckStatusIsKnown(order, trace)
            ?? (action is OrderActionKind.Refill ? CheckCompleted(order, trace) : CheckStillRunning(order, trace))
            ?? action switch
            {
                OrderActionKind.Refill => CheckOffered(order.Flags.Refill, "refill", GateRefusal.PanelDoesNotOfferRefill, trace),
                OrderActionKind.Cancel => CheckOffered(order.Flags.RequestCancel, "cancel", GateRefusal.PanelDoesNotOfferCancel, trace),
                OrderActionKind.SpeedUp => null,
            };
        return new GateResult(refusal, trace);
    }

    private static GateRefusal? CheckStatusIsKnown(Order order, List<RuleTraceLine> trace)
    {
        var known = order.Status is not OrderStatus.Unknown;
        return Note(
            trace,
            "The order's status is a known one",
            known ? null : GateRefusal.UnknownStatus,
            known ? $"The order is {order.Status.DisplayName()}." : $"The panel says \"{order.StatusText}\".");
    }

    private static GateRefusal? CheckCompleted(Order order, List<RuleTraceLine> trace) => Note(
        trace,
        "Refill only after the order is completed",
        order.Status switch
        {
            OrderStatus.Completed => null,
            OrderStatus.Partial => GateRefusal.PartialHasNoRefill,
            OrderStatus.Canceled or OrderStatus.Refunded => GateRefusal.WasCanceled,
            OrderStatus.Pending or OrderStatus.InProgress or OrderStatus.Processing or OrderStatus.Failed or OrderStatus.Unknown
                => GateRefusal.NotCompletedYet,
        },
        $"The order is {order.Status.DisplayName()}.");

    private static GateRefusal? CheckStillRunning(Order order, List<RuleTraceLine> trace) => Note(
        trace,
        "Cancel and speed-up only while the order is pending, in progress or processing",
        order.Status is OrderStatus.Pending or OrderStatus.InProgress or OrderStatus.Processing ? null : GateRefusal.AlreadyEnded,
        $"The order is {order.Status.DisplayName()}.");

    private static GateRefusal? CheckOffered(bool? flag, string name, GateRefusal refusal, List<RuleTraceLine> trace) => Note(
        trace,
        $"The panel offers {name} for this order",
        flag is false ? refusal : null,
        flag switch
        {
            true => $"The panel says {name} is possible.",
            false => $"The panel says {name} is not possible now.",
            null => "The panel does not say, so this rule lets it pass.",
        });

    private static GateRefusal? Note(List<RuleTraceLine> trace, string rule, GateRefusal? refusal, string detail)
    {
        trace.Add(new RuleTraceLine(rule, refusal is null, detail));
        return refusal;
    }
}
