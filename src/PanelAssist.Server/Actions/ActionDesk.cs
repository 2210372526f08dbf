using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Rules;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Actions;

/// <summary>Who asks, for the journal.</summary>
internal readonly record struct ActionRequest(TenantId Tenant, Guid ConversationId, Guid InboxEntryId, int Attempt);

/// <summary>
/// Step 7, the writing half: ownership, earlier requests, gates, the journal's row, and only then the panel; at most
/// once, whatever happens in between.
/// </summary>
internal sealed class ActionDesk(IGrainFactory grains, OrderDesk orders, ActionJournal journal)
{
    public async Task<IReadOnlyList<OrderOutcome>> RequestAsync(
        ActionRequest request, LinkedAccount account, OrderActionKind kind, string[] orderIds, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, OrderOutcome>(StringComparer.Ordinal);
        if (request.Attempt > 1)
        {
            await TakeUpOwnAsync(request, kind, outcomes, cancellationToken);
        }

        var wanted = Array.FindAll(orderIds, id => !outcomes.ContainsKey(id));
        var owned = await LookUpAsync(account, wanted, outcomes);
        await LeaveOutStandingAsync(request, account, kind, owned, outcomes, cancellationToken);
        var allowed = new List<string>();
        foreach (var (id, order) in owned)
        {
            if (ActionGate.Check(kind, order).Refusal is { } refusal)
            {
                outcomes[id] = new OrderOutcome.GateRefused(order, refusal);
            }
            else
            {
                allowed.Add(id);
            }
        }

        if (allowed.Count > 0)
        {
            await SendAsync(request, account, kind, allowed, outcomes);
        }

        return [.. orderIds.Select(id => outcomes[id])];
    }

    /// <summary>The first way there is: the customer's own key, a proven admin route, people. No admin route creates a refill, and nothing speeds an order up but people.</summary>
    public static ActionRoute RouteOf(OrderActionKind kind, LinkedAccount account) => kind switch
    {
        OrderActionKind.SpeedUp => ActionRoute.People,
        OrderActionKind.Refill => account.Key is not null ? ActionRoute.CustomerKey : ActionRoute.People,
        OrderActionKind.Cancel => account.Key is not null ? ActionRoute.CustomerKey
            : account.Panel.Can(PanelCapabilities.RequestCancel) ? ActionRoute.AdminApi
            : ActionRoute.People,
    };

    /// <summary>This event was taken up before and its process died: what it began then is not begun again.</summary>
    private async Task TakeUpOwnAsync(
        ActionRequest request, OrderActionKind kind, Dictionary<string, OrderOutcome> outcomes, CancellationToken cancellationToken)
    {
        var lost = new List<ActionSettlement>();
        foreach (var (id, own) in await journal.FindOfEventAsync(request.Tenant, request.InboxEntryId, kind, cancellationToken))
        {
            if (own.State is ActionState.Sending)
            {
                lost.Add(journal.Unknown(own.ActionId, request.Tenant, "The process died after this was written: it may have been sent."));
            }

            outcomes[id] = own switch
            {
                { State: ActionState.Done, Route: ActionRoute.People } => new OrderOutcome.PassedToPeople(id),
                { State: ActionState.Done } or { State: ActionState.Reconciled, Happened: true } => new OrderOutcome.Requested(id),
                { State: ActionState.Refused } or { State: ActionState.Reconciled } => new OrderOutcome.PanelRefused(id, ""),
                _ => new OrderOutcome.BeingChecked(id),
            };
        }

        await journal.SettleAsync(lost);
    }

    private async Task<Dictionary<string, Order>> LookUpAsync(LinkedAccount account, string[] ids, Dictionary<string, OrderOutcome> outcomes)
    {
        var owned = new Dictionary<string, Order>(StringComparer.Ordinal);
        if (ids.Length == 0)
        {
            return owned;
        }

        foreach (var lookup in await orders.LookUpAsync(account, ids, fresh: false))
        {
            switch (lookup)
            {
                case OrderLookup.Found found:
                    owned[found.OrderId] = found.Order;
                    break;
                case OrderLookup.NotYours:
                    outcomes[lookup.OrderId] = new OrderOutcome.NotYours(lookup.OrderId);
                    break;
                case OrderLookup.NoAnswer:
                    outcomes[lookup.OrderId] = new OrderOutcome.NoAnswer(lookup.OrderId);
                    break;
            }
        }

        return owned;
    }

    /// <summary>Before the gates: an order that is being refilled is not offered for refill by the panel either, and "already requested" is the better answer.</summary>
    private async Task LeaveOutStandingAsync(
        ActionRequest request,
        LinkedAccount account,
        OrderActionKind kind,
        Dictionary<string, Order> owned,
        Dictionary<string, OrderOutcome> outcomes,
        CancellationToken cancellationToken)
    {
        if (owned.Count == 0)
        {
            return;
        }

        foreach (var (id, earlier) in await journal.FindStandingAsync(request.Tenant, account.Panel.Id, kind, owned.Keys, cancellationToken))
        {
            outcomes[id] = earlier.State is ActionState.Unknown
                ? new OrderOutcome.BeingChecked(id)
                : new OrderOutcome.AlreadyRequested(id, earlier.Since);
            owned.Remove(id);
        }
    }

    private async Task SendAsync(
        ActionRequest request, LinkedAccount account, OrderActionKind kind, List<string> allowed, Dictionary<string, OrderOutcome> outcomes)
    {
        var route = RouteOf(kind, account);
        var linkId = route is ActionRoute.CustomerKey ? account.Link.LinkId : (Guid?)null;
        var actions = allowed.ConvertAll(id => journal.NewAction(
            request.Tenant, account.Panel.Id, id, kind, route, request.ConversationId, request.InboxEntryId, linkId));
        var begin = await journal.BeginAsync(request.Tenant, actions);
        var begun = new List<PanelAction>();
        for (var index = 0; index < actions.Count; index++)
        {
            switch (begin[index])
            {
                case BeginResult.Begun:
                    begun.Add(actions[index]);
                    break;
                case BeginResult.Taken taken:
                    outcomes[actions[index].OrderId] = new OrderOutcome.AlreadyRequested(actions[index].OrderId, taken.Since);
                    break;
            }
        }

        if (begun.Count == 0)
        {
            return;
        }

        if (route is ActionRoute.People)
        {
            begun.ForEach(action => outcomes[action.OrderId] = new OrderOutcome.PassedToPeople(action.OrderId));
            return;
        }

        var gateway = grains.GetGrain<IPanelGatewayGrain>(account.Panel.GrainKey);
        string[] ids = [.. begun.Select(action => action.OrderId)];
        var answers = kind is OrderActionKind.Refill
            ? await gateway.StartRefillsAsync(ids, account.Key!)
            : await gateway.RequestCancelsAsync(ids, route is ActionRoute.CustomerKey ? account.Key : null);
        await journal.SettleAsync([.. begun.Select((action, index) => Settle(action, answers[index], outcomes))]);
    }

    private ActionSettlement Settle(PanelAction action, WriteAnswer answer, Dictionary<string, OrderOutcome> outcomes)
    {
        var id = action.OrderId;
        switch (answer.Fault)
        {
            case null:
                outcomes[id] = new OrderOutcome.Requested(id);
                return journal.Done(action.Id, action.TenantId, answer.Reference);
            case PanelFault.Refused:
                outcomes[id] = new OrderOutcome.PanelRefused(id, answer.Detail ?? "");
                return journal.Refused(action.Id, action.TenantId, "The panel refused: " + (answer.Detail ?? "no reason given"));
            case PanelFault.Unavailable:
                outcomes[id] = new OrderOutcome.NoAnswer(id);
                return journal.Refused(action.Id, action.TenantId, "Not sent: the panel is not answering.");
            case PanelFault.OutcomeUnknown or PanelFault.Malformed:
                outcomes[id] = new OrderOutcome.BeingChecked(id);
                return journal.Unknown(action.Id, action.TenantId, "Sent, but no usable answer came: it may have happened.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
