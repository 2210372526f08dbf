using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;
using PanelAssist.Engine.Rules;

namespace PanelAssist.Engine.Tests.Replies;

/// <summary>At least one of everything that can be said.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static Order Order(string id = "1001", OrderStatus status = OrderStatus.InProgress) => new()
    {
        Id = id,
        Status = status,
        StatusText = status.ToString(),
        ServiceId = "12",
        ServiceName = "Instagram Followers [R30] ♻",
        StartCount = 812,
        Remains = 95,
        Quantity = 1_000,
        Charge = new Money(410_000, "EUR"),
        CreatedAt = Now.AddDays(-2),
        ReadAt = Now,
    };

    public static IEnumerable<(string Name, Say Say)> Says()
    {
        foreach (var known in new[] { false, true })
        {
            yield return ($"help known={known}", new Say.Help(known));
            yield return ($"greeting known={known}", new Say.Greeting(known));
        }

        yield return ("thanks", new Say.Thanks());
        foreach (var (privateChat, keys) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            yield return ($"link first private={privateChat} keys={keys}", new Say.LinkFirst(privateChat, keys));
            yield return ($"link explained private={privateChat} keys={keys}", new Say.LinkExplained(privateChat, keys));
        }

        yield return ("link first by key only", new Say.LinkFirst(PrivateChat: true, KeysAccepted: true, CodesAccepted: false));
        yield return ("link explained by key only", new Say.LinkExplained(PrivateChat: true, KeysAccepted: true, CodesAccepted: false));
        yield return ("code sent", new Say.CodeSent("anna", 10));
        yield return ("code sent, one minute, hostile name", new Say.CodeSent("a\u202Enna\n{{ id }}", 1));
        yield return ("code wrong, 4", new Say.CodeWrong(4));
        yield return ("code wrong, 1", new Say.CodeWrong(1));
        yield return ("code wrong, 0", new Say.CodeWrong(0));
        yield return ("code paused", new Say.CodePaused(15));
        yield return ("code not awaited", new Say.CodeNotAwaited());
        yield return ("linked", new Say.Linked("anna"));
        yield return ("key refused", new Say.KeyRefused());
        yield return ("key not here", new Say.KeyNotHere());
        yield return ("linking not in groups", new Say.LinkingNotInGroups());
        yield return ("linking unavailable", new Say.LinkingUnavailable());
        yield return ("unlinked", new Say.Unlinked());
        yield return ("not linked", new Say.NotLinked());
        foreach (var intent in new[] { Intent.Status, Intent.Refill, Intent.RefillStatus, Intent.Cancel, Intent.SpeedUp })
        {
            yield return ($"which order {intent}", new Say.WhichOrder(intent));
            yield return ($"working {intent}", new Say.Working(intent, 23));
        }

        yield return ("order menu", new Say.OrderMenu("1001"));
        yield return ("too many orders", new Say.TooManyOrders(1_000_000_000, 100));
        yield return ("too many orders, 101", new Say.TooManyOrders(101, 100));
        yield return ("bad order ids", new Say.BadOrderIds([("-5", OrderIdProblem.Negative), ("12350-12345", OrderIdProblem.RangeBackwards), ("1234567890123456789", OrderIdProblem.TooLong)]));
        yield return ("bad order ids, one", new Say.BadOrderIds([("-5", OrderIdProblem.Negative)]));
        yield return ("balance", new Say.Balance(new Money(41_020_700, "EUR"), "anna"));
        yield return ("service list", new Say.ServiceList("instagram", [
            new ServiceLine("11", "Instagram Likes", new Money(1_200_000, "USD"), 20, 5_000, true),
            new ServiceLine("12", "متابعين انستغرام 30 يوم\u202E\nx", null, null, null, null)], 14));
        yield return ("service list, all", new Say.ServiceList("", [new ServiceLine("11", "Instagram Likes", new Money(1_200_000, "USD"), 20, 5_000, false)], 1));
        yield return ("service list, none", new Say.ServiceList("nonsense", [], 0));
        yield return ("panel silent", new Say.PanelSilent());
        yield return ("handed to people", new Say.HandedToPeople());
        yield return ("not understood", new Say.NotUnderstood());
        foreach (var intent in Enum.GetValues<Intent>())
        {
            yield return ($"not yet possible {intent}", new Say.NotYetPossible(intent));
        }

        yield return ("stopped", new Say.Stopped());
        foreach (var action in Enum.GetValues<OrderActionKind>())
        {
            yield return ($"action settled {action} happened", new Say.ActionSettled("1002", action, Happened: true));
            yield return ($"action settled {action} not happened", new Say.ActionSettled("1002", action, Happened: false));
            yield return ($"action unsettled {action}", new Say.ActionUnsettled("1002", action));
        }
    }

    public static IEnumerable<OrderOutcome> Outcomes()
    {
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            yield return new OrderOutcome.Facts(Order("1001", status));
        }

        yield return new OrderOutcome.Facts(new Order { Id = "1001", Status = OrderStatus.Unknown, StatusText = "Akt\u202Eiv\n", ReadAt = Now });
        yield return new OrderOutcome.Requested("1002");
        yield return new OrderOutcome.PassedToPeople("1002");
        yield return new OrderOutcome.AlreadyRequested("1002", Now.AddMinutes(-5));
        yield return new OrderOutcome.AlreadyRequested("1002", Now.AddSeconds(-2));
        foreach (var reason in Enum.GetValues<GateRefusal>())
        {
            yield return new OrderOutcome.GateRefused(Order("1002", reason switch
            {
                GateRefusal.AlreadyEnded => OrderStatus.Completed,
                GateRefusal.WasCanceled => OrderStatus.Canceled,
                GateRefusal.PartialHasNoRefill => OrderStatus.Partial,
                GateRefusal.UnknownStatus => OrderStatus.Unknown,
                GateRefusal.PanelDoesNotOfferRefill => OrderStatus.Completed,
                GateRefusal.NotCompletedYet or GateRefusal.PanelDoesNotOfferCancel => OrderStatus.InProgress,
            }), reason);
        }

        yield return new OrderOutcome.PanelRefused("1002", "Refill is not available\nyet");
        yield return new OrderOutcome.PanelRefused("1002", "");
        yield return new OrderOutcome.BeingChecked("1002");
        yield return new OrderOutcome.NotYours("2001");
        yield return new OrderOutcome.NoAnswer("1002");
        yield return new OrderOutcome.RefillState("1002", "tasks.status.rejected", Now.AddHours(-30));
        yield return new OrderOutcome.RefillState("1002", "Queued up", null);
        yield return new OrderOutcome.RefillState("1002", null, null);
    }
}
