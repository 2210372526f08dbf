using System.Text.Json;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Panels.Calls;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels.CustomerApi;

/// <summary>Customer API v2: one POST address, <c>key</c> and <c>action</c>, as whoever owns the key.</summary>
internal sealed class CustomerApiClient(PanelHttp http)
{
    /// <summary>Orders in one multi-status call; one answer for each id, in the order asked.</summary>
    public Task<CallResult<OrderAnswer?[]>> ReadOrdersAsync(Uri panel, Secret key, string[] ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        AskAsync(panel, key, isWrite: false, "status", ("order", ids), reply => CustomerApiOrders.Read(reply, ids, now), cancellationToken);

    public Task<CallResult<WriteAnswer[]>> StartRefillsAsync(Uri panel, Secret key, string[] ids, CancellationToken cancellationToken) =>
        AskAsync(panel, key, isWrite: true, "refill", ("order", ids), reply => CustomerApiWrites.Read(reply, ids, "refill"), cancellationToken);

    /// <remarks>There is no single form of this action: one id goes as a list of one.</remarks>
    public Task<CallResult<WriteAnswer[]>> CancelAsync(Uri panel, Secret key, string[] ids, CancellationToken cancellationToken) =>
        http.SendAsync(
            PanelRequest.Form(Address(panel), key, isWrite: true, "cancel", "orders", string.Join(',', ids)),
            reply => CustomerApiWrites.Read(reply, ids, "cancel"),
            cancellationToken);

    public Task<CallResult<WriteAnswer[]>> ReadRefillStatesAsync(Uri panel, Secret key, string[] refillIds, CancellationToken cancellationToken) =>
        AskAsync(panel, key, isWrite: false, "refill_status", ("refill", refillIds), reply => CustomerApiWrites.ReadRefillStates(reply, refillIds), cancellationToken);

    public Task<CallResult<BalanceReply>> ReadBalanceAsync(Uri panel, Secret key, CancellationToken cancellationToken) =>
        http.SendAsync(PanelRequest.Form(Address(panel), key, isWrite: false, "balance"), BalanceReply.Read, cancellationToken);

    public Task<CallResult<ServiceEntry[]>> ReadServicesAsync(Uri panel, Secret key, CancellationToken cancellationToken) =>
        http.SendAsync(PanelRequest.Form(Address(panel), key, isWrite: false, "services"), CustomerApiServices.Read, cancellationToken);

    // One id goes in the single form, since some older panels have no other.
    private Task<CallResult<T>> AskAsync<T>(
        Uri panel,
        Secret key,
        bool isWrite,
        string action,
        (string Name, string[] Ids) asked,
        Func<JsonElement, T?> read,
        CancellationToken cancellationToken)
        where T : class => http.SendAsync(
            PanelRequest.Form(Address(panel), key, isWrite, action, asked.Ids.Length == 1 ? asked.Name : asked.Name + "s", string.Join(',', asked.Ids)),
            read,
            cancellationToken);

    private static Uri Address(Uri panel) => new(panel.AbsoluteUri.TrimEnd('/') + "/api/v2");
}

internal sealed record BalanceReply(Money Balance)
{
    public static BalanceReply? Read(JsonElement reply) =>
        PanelJson.Amount(PanelJson.Field(reply, "balance"), PanelJson.Text(PanelJson.Field(reply, "currency"))) is { } money
            ? new BalanceReply(money)
            : null;
}

/// <summary>A service with what a search needs beside its line.</summary>
internal sealed record ServiceEntry(ServiceLine Line, string Category);
