using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Engine.Decisions;

/// <summary>Decides what to do about a message that has been read.</summary>
public static class TurnPlanner
{
    public static TurnPlan Plan(Understood understood, PlanContext context)
    {
        if (context.InGroup && (understood.Via is not Via.Grammar || understood.Intent is Intent.Greeting or Intent.Thanks))
        {
            return new TurnPlan.Ignore();
        }

        if (understood.Confidence < Understood.MinimumConfidence)
        {
            return NotUnderstood(context);
        }

        return understood.Intent switch
        {
            Intent.Status when understood.Argument is MessageReader.MenuArgument => ForOrders(understood, context, () => new TurnPlan.Answer(new Say.OrderMenu(understood.Orders.Ids[0]))),
            Intent.Status or Intent.RefillStatus => ForOrders(understood, context, () => new TurnPlan.LookUpOrders(understood.Intent, understood.Orders)),
            Intent.Refill => ForOrders(understood, context, () => new TurnPlan.ActOnOrders(OrderActionKind.Refill, understood.Orders)),
            Intent.Cancel => ForOrders(understood, context, () => new TurnPlan.ActOnOrders(OrderActionKind.Cancel, understood.Orders)),
            Intent.SpeedUp => ForOrders(understood, context, () => new TurnPlan.ActOnOrders(OrderActionKind.SpeedUp, understood.Orders)),
            Intent.Balance => context.AccountKnown ? new TurnPlan.ReadBalance() : LinkFirst(context),
            Intent.Services => new TurnPlan.ListServices(understood.Argument ?? ""),
            Intent.AccountLink => ForLink(understood.Link ?? new AccountLinkRequest.Explain(), context),
            Intent.Human => new TurnPlan.HandOff("The customer asked for a person", new Say.HandedToPeople()),
            Intent.Complaint => new TurnPlan.HandOff("The customer complains", new Say.HandedToPeople()),
            Intent.Greeting => new TurnPlan.Answer(new Say.Greeting(context.AccountKnown)),
            Intent.Thanks => new TurnPlan.Answer(new Say.Thanks()),
            Intent.Help => new TurnPlan.Answer(new Say.Help(context.AccountKnown)),
            Intent.Stop => new TurnPlan.Answer(new Say.Stopped()),
            Intent.Refund or Intent.Partial or Intent.PaymentCheck or Intent.AddFunds or Intent.PlaceOrder or Intent.Ticket
                or Intent.ExportData or Intent.DeleteData => new TurnPlan.HandOff(
                    $"The customer asks for {understood.Intent.WireName()}, which the assistant cannot do", new Say.NotYetPossible(understood.Intent)),
            Intent.Other => NotUnderstood(context),
        };
    }

    /// <summary>What is wrong with the ids stays wrong whoever asks; everything else waits for a known account.</summary>
    private static TurnPlan ForOrders(Understood understood, PlanContext context, Func<TurnPlan> plan)
    {
        var orders = understood.Orders;
        if (orders.TooMany)
        {
            return new TurnPlan.Answer(new Say.TooManyOrders(orders.Asked, OrderIds.MaxCount));
        }

        if (orders.Ids.Count == 0 && orders.Problems.Count > 0)
        {
            return new TurnPlan.Answer(new Say.BadOrderIds(orders.Problems));
        }

        if (!context.AccountKnown)
        {
            return LinkFirst(context);
        }

        return orders.Ids.Count == 0 ? new TurnPlan.Answer(new Say.WhichOrder(understood.Intent)) : plan();
    }

    private static TurnPlan.Answer LinkFirst(PlanContext context) =>
        context.CodesAccepted || context.KeysAccepted
            ? new TurnPlan.Answer(new Say.LinkFirst(context.PrivateChat, context.KeysAccepted, context.CodesAccepted))
            : new TurnPlan.Answer(new Say.LinkingUnavailable());

    private static TurnPlan ForLink(AccountLinkRequest request, PlanContext context) => request switch
    {
        // Said also in a group: the one thing that matters there is that the key was just shown to everybody.
        AccountLinkRequest.ByKey when context.InGroup || !context.PrivateChat || !context.KeysAccepted => new TurnPlan.Answer(new Say.KeyNotHere()),
        _ when context.InGroup => new TurnPlan.Answer(new Say.LinkingNotInGroups()),
        AccountLinkRequest.ByUsername or AccountLinkRequest.ByCode when !context.CodesAccepted => new TurnPlan.Answer(new Say.LinkingUnavailable()),
        AccountLinkRequest.Explain when !context.CodesAccepted && !context.KeysAccepted => new TurnPlan.Answer(new Say.LinkingUnavailable()),
        AccountLinkRequest.Explain => new TurnPlan.Answer(new Say.LinkExplained(context.PrivateChat, context.KeysAccepted, context.CodesAccepted)),
        _ => new TurnPlan.StartLink(request),
    };

    private static TurnPlan NotUnderstood(PlanContext context)
    {
        if (context.InGroup)
        {
            return new TurnPlan.Ignore();
        }

        return context.TimesNotUnderstood > 0
            ? new TurnPlan.HandOff("Not understood twice in a row", new Say.HandedToPeople())
            : new TurnPlan.Answer(new Say.NotUnderstood());
    }
}
