using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Engine.Decisions;

/// <summary>What is known about the conversation when a message has been read.</summary>
/// <param name="AccountKnown">The contact has proven a panel account.</param>
/// <param name="PrivateChat">Nobody but the contact and the assistant reads along.</param>
/// <param name="KeysAccepted">The connection takes customers' own panel keys.</param>
/// <param name="CodesAccepted">One-time codes can be sent.</param>
/// <param name="TimesNotUnderstood">How many messages before this one, in a row, were not understood.</param>
/// <param name="InGroup">People talk among themselves here: only commands are answered.</param>
public readonly record struct PlanContext(
    bool AccountKnown, bool PrivateChat, bool KeysAccepted, bool CodesAccepted, int TimesNotUnderstood, bool InGroup);

/// <summary>What a turn does about a message; everything that needs the panel or people is named here and done elsewhere.</summary>
public abstract record TurnPlan
{
    private TurnPlan()
    {
    }

    /// <summary>Reply at once.</summary>
    public sealed record Answer(Say Say) : TurnPlan;

    /// <summary>Read orders: <see cref="Intent.Status"/> or <see cref="Intent.RefillStatus"/>.</summary>
    public sealed record LookUpOrders(Intent Intent, OrderIds Orders) : TurnPlan;

    /// <summary>Ask the panel, or people, to do something with orders; ownership and gates come first.</summary>
    public sealed record ActOnOrders(OrderActionKind Action, OrderIds Orders) : TurnPlan;

    public sealed record ReadBalance : TurnPlan;

    public sealed record ListServices(string Words) : TurnPlan;

    public sealed record StartLink(AccountLinkRequest Request) : TurnPlan;

    /// <param name="Reason">For the agents, in English.</param>
    public sealed record HandOff(string Reason, Say Say) : TurnPlan;

    /// <summary>Not meant for the assistant: nothing is said.</summary>
    public sealed record Ignore : TurnPlan;
}
