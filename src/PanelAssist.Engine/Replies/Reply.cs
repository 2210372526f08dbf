using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;

namespace PanelAssist.Engine.Replies;

/// <summary>A button under a reply. <paramref name="Command"/> is sent back as if typed; at most 64 bytes.</summary>
public sealed record ReplyButton(string Label, string Command);

/// <summary>Plain text and perhaps buttons. Never longer than <see cref="MaxLength"/> characters.</summary>
public sealed record Reply(string Text, IReadOnlyList<ReplyButton> Buttons)
{
    /// <summary>Telegram takes 4,096 characters; the others take more.</summary>
    public const int MaxLength = 4_096;
}

/// <summary>A line of the service list.</summary>
public sealed record ServiceLine(string Id, string Name, Money? RatePerThousand, long? Min, long? Max, bool? Refill);

/// <summary>Everything the assistant may have to say that is not a list of order outcomes.</summary>
public abstract record Say
{
    private Say()
    {
    }

    public sealed record Help(bool AccountKnown) : Say;
    public sealed record Greeting(bool AccountKnown) : Say;
    public sealed record Thanks : Say;

    /// <summary>An order command or balance from someone whose account is not known.</summary>
    public sealed record LinkFirst(bool PrivateChat, bool KeysAccepted, bool CodesAccepted = true) : Say;
    public sealed record LinkExplained(bool PrivateChat, bool KeysAccepted, bool CodesAccepted = true) : Say;

    /// <summary>The same words whether the username exists or not, so that nobody can find out which exist.</summary>
    public sealed record CodeSent(string Username, int Minutes) : Say;
    public sealed record CodeWrong(int TriesLeft) : Say;
    public sealed record CodePaused(int Minutes) : Say;
    public sealed record CodeNotAwaited : Say;
    public sealed record Linked(string Username) : Say;
    public sealed record KeyRefused : Say;
    public sealed record KeyNotHere : Say;
    public sealed record LinkingNotInGroups : Say;
    public sealed record LinkingUnavailable : Say;
    public sealed record Unlinked : Say;
    public sealed record NotLinked : Say;
    public sealed record WhichOrder(Intent Intent) : Say;

    /// <summary>A bare order id: offer what can be done with it.</summary>
    public sealed record OrderMenu(string OrderId) : Say;
    public sealed record TooManyOrders(int Asked, int Max) : Say;
    public sealed record BadOrderIds(IReadOnlyList<(string Text, OrderIdProblem Problem)> Problems) : Say;

    /// <summary>More than ten orders: said before the work starts.</summary>
    public sealed record Working(Intent Intent, int Count) : Say;
    public sealed record Balance(Money Amount, string Username) : Say;
    public sealed record ServiceList(string Words, IReadOnlyList<ServiceLine> Lines, int Total) : Say;
    public sealed record PanelSilent : Say;
    public sealed record HandedToPeople : Say;
    public sealed record NotUnderstood : Say;
    public sealed record NotYetPossible(Intent Intent) : Say;
    public sealed record Stopped : Say;

    /// <summary>The later answer to <see cref="Decisions.OrderOutcome.BeingChecked"/>.</summary>
    public sealed record ActionSettled(string OrderId, OrderActionKind Action, bool Happened) : Say;

    /// <summary>Checking could not tell; people look at it.</summary>
    public sealed record ActionUnsettled(string OrderId, OrderActionKind Action) : Say;
}
