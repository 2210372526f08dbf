using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Panels.Calls;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels;

/// <summary>One gateway for each panel in the whole cluster. Reentrant, so that those who wait do not hold up the others.</summary>
[Reentrant]
internal sealed class PanelGatewayGrain(
    PanelConnectionReader connections,
    ISecretProtector protector,
    IHttpClientFactory http,
    IOptions<PanelOptions> options,
    TimeProvider time,
    PanelMetrics metrics,
    ILogger<PanelGateway> logger) : Grain, IPanelGatewayGrain, IDisposable
{
    private PanelGateway? _gateway;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = PanelGatewayKey.Parse(this.GetPrimaryKeyString());
        _gateway = new PanelGateway(
            key,
            token => connections.FindAsync(key, token),
            protector,
            http.CreateClient(PanelHttp.ClientName),
            options.Value,
            time,
            metrics,
            logger);
        return Task.CompletedTask;
    }

    public void Dispose() => _gateway?.Dispose();

    private PanelGateway Gateway => _gateway ?? throw new InvalidOperationException("The grain is not active.");

    public Task<OrderAnswer[]> LookUpOrdersAsync(string[] orderIds, ProtectedKey? customerKey, bool fresh) =>
        Gateway.LookUpOrdersAsync(orderIds, customerKey, fresh);

    public Task<WriteAnswer[]> StartRefillsAsync(string[] orderIds, ProtectedKey customerKey) =>
        Gateway.StartRefillsAsync(orderIds, customerKey);

    public Task<WriteAnswer[]> RequestCancelsAsync(string[] orderIds, ProtectedKey? customerKey) =>
        Gateway.RequestCancelsAsync(orderIds, customerKey);

    public Task<WriteAnswer[]> ReadRefillStatesAsync(string[] refillIds, ProtectedKey customerKey) =>
        Gateway.ReadRefillStatesAsync(refillIds, customerKey);

    public Task<PanelAnswer<Money>> ReadBalanceAsync(ProtectedKey customerKey) => Gateway.ReadBalanceAsync(customerKey);

    public Task<PanelAnswer<PanelUser>> FindUserAsync(string username) => Gateway.FindUserAsync(username);

    public Task<PanelAnswer<ServicePage>> FindServicesAsync(string words, int limit, ProtectedKey? customerKey) =>
        Gateway.FindServicesAsync(words, limit, customerKey);

    public Task ForgetSettingsAsync()
    {
        Gateway.ForgetSettings();
        return Task.CompletedTask;
    }
}
