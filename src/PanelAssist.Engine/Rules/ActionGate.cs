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
    public static GateResult Check(OrderActionKind action, Order order) => throw new NotSupportedException();
}
