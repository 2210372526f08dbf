using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Outbound;
using PanelAssist.Server.Panels.Calls;

namespace PanelAssist.Server.Panels;

/// <summary>The feature's door.</summary>
internal static class PanelServices
{
    public static IServiceCollection AddPanels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PanelOptions>().Bind(configuration.GetSection(PanelOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PanelOptions>, PanelOptionsValidator>());
        services.AddOptions<OutboundOptions>().Configure(options => OutboundOptions.Bind(options, configuration)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PublicAddressOnly>();
        services.AddSingleton<PanelMetrics>();
        services.AddSingleton<PanelConnectionReader>();
        services.AddSingleton<PanelProbe>();
        services.AddHttpClient(PanelHttp.ClientName, Configure)
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(provider.GetRequiredService<PublicAddressOnly>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    // Every call has a deadline of its own.
    internal static void Configure(HttpClient client) => client.Timeout = Timeout.InfiniteTimeSpan;

    internal static SocketsHttpHandler Handler(PublicAddressOnly addresses) => new()
    {
        ConnectCallback = addresses.ConnectAsync,
        // A proxy would connect in our place, to an address nobody checked.
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
        MaxConnectionsPerServer = 64,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };
}
