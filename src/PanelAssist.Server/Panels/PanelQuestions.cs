using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Linking;

namespace PanelAssist.Server.Panels;

/// <summary>Step 7, the reading half: what the panel knows, as outcomes and words.</summary>
internal sealed class PanelQuestions(IGrainFactory grains, OrderDesk orders, ActionJournal journal)
{
    private const int ServicesShown = 10;

    public async Task<IReadOnlyList<OrderOutcome>> ReadOrdersAsync(LinkedAccount account, Intent intent, string[] orderIds, CancellationToken cancellationToken)
    {
        var lookups = await orders.LookUpAsync(account, orderIds, fresh: false);
        var outcomes = Array.ConvertAll(lookups, OrderOutcome (lookup) => lookup switch
        {
            OrderLookup.Found found => new OrderOutcome.Facts(found.Order),
            OrderLookup.NotYours => new OrderOutcome.NotYours(lookup.OrderId),
            _ => new OrderOutcome.NoAnswer(lookup.OrderId),
        });
        if (intent is Intent.RefillStatus)
        {
            for (var index = 0; index < outcomes.Length; index++)
            {
                if (outcomes[index] is OrderOutcome.Facts)
                {
                    outcomes[index] = await ReadRefillAsync(account, outcomes[index].OrderId, cancellationToken);
                }
            }
        }

        return outcomes;
    }

    public async Task<Say> ReadBalanceAsync(LinkedAccount account)
    {
        var gateway = grains.GetGrain<IPanelGatewayGrain>(account.Panel.GrainKey);
        if (account.Key is { } key)
        {
            var balance = await gateway.ReadBalanceAsync(key);
            return balance switch
            {
                { Fault: null } => new Say.Balance(balance.Value, account.Link.Username ?? ""),

                // The key stopped working at the panel: it has to be given again.
                { Fault: PanelFault.Refused } => new Say.KeyRefused(),
                _ => new Say.PanelSilent(),
            };
        }

        var user = await gateway.FindUserAsync(account.Link.Username!);
        return user.Value is { Balance: { } amount } found ? new Say.Balance(amount, found.Username) : new Say.PanelSilent();
    }

    public async Task<Say> FindServicesAsync(AccountFound account, string words)
    {
        if (account.Panel is not { } panel)
        {
            return new Say.PanelSilent();
        }

        var page = await grains.GetGrain<IPanelGatewayGrain>(panel.GrainKey).FindServicesAsync(words, ServicesShown, account.Account?.Key);
        return page.Value is { } found ? new Say.ServiceList(words, found.Lines, found.Total) : new Say.PanelSilent();
    }

    private async Task<OrderOutcome> ReadRefillAsync(LinkedAccount account, string orderId, CancellationToken cancellationToken)
    {
        if (await journal.FindNewestRefillAsync(account.Panel.TenantId, account.Panel.Id, orderId, cancellationToken) is not { } refill)
        {
            return new OrderOutcome.RefillState(orderId, null, null);
        }

        if (refill.State is ActionState.Unknown or ActionState.Sending)
        {
            return new OrderOutcome.BeingChecked(orderId);
        }

        if (refill.ProviderReference is not { Length: > 0 } reference || account.Key is not { } key)
        {
            return new OrderOutcome.RefillState(orderId, "Requested", refill.CreatedAt);
        }

        var answers = await grains.GetGrain<IPanelGatewayGrain>(account.Panel.GrainKey).ReadRefillStatesAsync([reference], key);
        return answers[0].Fault is null
            ? new OrderOutcome.RefillState(orderId, answers[0].Reference, refill.CreatedAt)
            : new OrderOutcome.NoAnswer(orderId);
    }
}
