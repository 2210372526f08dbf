using PanelAssist.Engine.Orders;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Linking;

namespace PanelAssist.Server.Panels;

/// <summary>Reads orders for their owner: what is not theirs comes back like what does not exist.</summary>
internal sealed class OrderDesk(IGrainFactory grains, LinkKeeper links)
{
    private readonly GrainReferences<string, IPanelGatewayGrain> _gateways = new(key => grains.GetGrain<IPanelGatewayGrain>(key));

    public async Task<OrderLookup[]> LookUpAsync(LinkedAccount account, string[] orderIds, bool fresh)
    {
        var gateway = _gateways[account.Panel.GrainKey];
        var byAdmin = account.Panel.Can(PanelCapabilities.ReadAllOrders);
        if (byAdmin && account.Link.Username is { } username)
        {
            return Array.ConvertAll(await gateway.LookUpOrdersAsync(orderIds, customerKey: null, fresh), answer => Owned(answer, username));
        }

        if (account.Key is not { } key)
        {
            return Array.ConvertAll(orderIds, OrderLookup (id) => new OrderLookup.NotYours(id));
        }

        // The key itself proves whose orders these are; the admin API, where there is one, knows more about them.
        var own = await gateway.LookUpOrdersAsync(orderIds, key, fresh);
        if (!byAdmin || Array.TrueForAll(own, answer => answer.Order is null))
        {
            return Array.ConvertAll(own, answer => Owned(answer, username: null));
        }

        var all = await gateway.LookUpOrdersAsync(orderIds, customerKey: null, fresh);
        var merged = new OrderLookup[own.Length];
        for (var index = 0; index < own.Length; index++)
        {
            merged[index] = Owned(own[index] is { Order: not null } && all[index] is { Order: not null } ? all[index] : own[index], username: null);
        }

        if (Array.Find(merged, lookup => lookup is OrderLookup.Found { Order.Username: not null }) is OrderLookup.Found { Order.Username: { } owner })
        {
            // What the key sees and the admin API names an owner for tells whose key it is: one look-up fewer from now on.
            await links.NoteUsernameAsync(account, owner);
        }

        return merged;
    }

    private static OrderLookup Owned(OrderAnswer answer, string? username) => answer switch
    {
        { Order: { } order } when username is null || string.Equals(order.Username, username, StringComparison.OrdinalIgnoreCase)
            => new OrderLookup.Found(order),
        { Order: not null } or { Fault: PanelFault.Refused } => new OrderLookup.NotYours(answer.OrderId),
        _ => new OrderLookup.NoAnswer(answer.OrderId),
    };
}
