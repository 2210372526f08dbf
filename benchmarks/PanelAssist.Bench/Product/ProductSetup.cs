using PanelAssist.Bench.Load;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Product;

/// <summary>One tenant with one panel, one Telegram bot and its linked customers.</summary>
internal sealed record ProductSetup(Guid TenantId, string ApiToken, string PanelId, string ChannelId, Hook Hook)
{
    public static async Task<ProductSetup> CreateAsync(ProductServer server, Outside outside, int customers, bool withKeys = false)
    {
        using var api = new ProductApi(server.BaseUrl);
        var tenant = await api.CreateTenantAsync();
        var panel = await api.CreatePanelAsync(outside);
        var channel = await api.CreateTelegramAsync(panel);
        await api.LinkCustomersAsync(channel.Id, panel, customers, withKeys);
        return new ProductSetup(tenant.Id, tenant.ApiToken, panel, channel.Id, channel.Hook);
    }

    public ProductSetup At(Uri baseUrl) => this with { Hook = Hook with { Url = new Uri(baseUrl, Hook.Url.AbsolutePath) } };
}
