using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Server.Panels;

/// <summary>
/// The cluster-wide owner of one panel's budget, circuit and cache (key <c>{tenant}/{panel}</c>). Look-ups asked within
/// one slot leave as one call of up to 100 ids. Reads are retried once at most, writes never. Every method answers within
/// <see cref="PanelOptions.Deadline"/>, with a fault if need be, and never throws for what a panel does.
/// </summary>
[Alias("panel-gateway")]
internal interface IPanelGatewayGrain : IGrainWithStringKey
{
    /// <summary>Reads orders: with the admin API where <paramref name="customerKey"/> is null, otherwise as that customer. One answer for each id, in the order asked; an id the panel does not know is <see cref="PanelFault.Refused"/>.</summary>
    /// <param name="fresh">Past the cache: for reconciling, where five seconds matter.</param>
    [Alias("look-up-orders")]
    Task<OrderAnswer[]> LookUpOrdersAsync(string[] orderIds, ProtectedKey? customerKey, bool fresh);

    /// <summary>Starts refills as the customer (<c>action=refill</c>): one call for all ids. The value is the refill id, empty where the panel gives none.</summary>
    [Alias("start-refills")]
    Task<WriteAnswer[]> StartRefillsAsync(string[] orderIds, ProtectedKey customerKey);

    /// <summary>Asks for cancellation, as the customer (<c>action=cancel</c>) or, without a key, by the admin API (<c>orders/request-cancel</c>).</summary>
    [Alias("request-cancels")]
    Task<WriteAnswer[]> RequestCancelsAsync(string[] orderIds, ProtectedKey? customerKey);

    /// <summary>State of one refill task in normal words (Pending, In progress, Completed, Rejected …).</summary>
    [Alias("read-refill-states")]
    Task<WriteAnswer[]> ReadRefillStatesAsync(string[] refillIds, ProtectedKey customerKey);

    [Alias("read-balance")]
    Task<PanelAnswer<Money>> ReadBalanceAsync(ProtectedKey customerKey);

    /// <summary>Finds a user by exact login, through the admin API.</summary>
    [Alias("find-user")]
    Task<PanelAnswer<PanelUser>> FindUserAsync(string username);

    /// <summary>Services whose name or category has all the words, best first, at most <paramref name="limit"/>; with how many there are in all.</summary>
    [Alias("find-services")]
    Task<PanelAnswer<ServicePage>> FindServicesAsync(string words, int limit, ProtectedKey? customerKey);

    /// <summary>Drops what was read from the panel's settings row: it changed.</summary>
    [Alias("forget-settings")]
    Task ForgetSettingsAsync();
}

/// <summary>A customer's panel API key as it is stored: encrypted. Only the gateway opens it.</summary>
[GenerateSerializer, Immutable, Alias("protected-key")]
internal sealed record ProtectedKey([property: Id(0)] byte[] Ciphertext);

[GenerateSerializer, Immutable, Alias("order-answer")]
internal sealed record OrderAnswer([property: Id(0)] string OrderId, [property: Id(1)] Order? Order, [property: Id(2)] PanelFault? Fault);

/// <summary>Outcome of a write for one order: <see cref="Reference"/> on success, otherwise the fault and the panel's words.</summary>
[GenerateSerializer, Immutable, Alias("write-answer")]
internal sealed record WriteAnswer(
    [property: Id(0)] string OrderId,
    [property: Id(1)] string? Reference,
    [property: Id(2)] PanelFault? Fault,
    [property: Id(3)] string? Detail);

[GenerateSerializer, Immutable, Alias("panel-user")]
internal sealed record PanelUser(
    [property: Id(0)] string Username,
    [property: Id(1)] string? Email,
    [property: Id(2)] Money? Balance);

[GenerateSerializer, Immutable, Alias("service-page")]
internal sealed record ServicePage([property: Id(0)] ServiceLine[] Lines, [property: Id(1)] int Total);
