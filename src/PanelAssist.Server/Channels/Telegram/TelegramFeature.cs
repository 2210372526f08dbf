using System.Diagnostics;
using PanelAssist.Server.Hosting;

namespace PanelAssist.Server.Channels.Telegram;

internal static class TelegramFeature
{
    public static IServiceCollection AddTelegram(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<TelegramOptions>, TelegramOptionsValidator>();
        services.AddOptions<TelegramOptions>().Bind(configuration.GetSection(TelegramOptions.Section)).ValidateOnStart();
        var timeout = configuration.GetSection(TelegramOptions.Section).Get<TelegramOptions>()?.Timeout ?? new TelegramOptions().Timeout;

        // The factory's own logging would print the address, and the token is in it.
        services.AddHttpClient(TelegramBots.HttpClientName, client => client.Timeout = timeout)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                UseCookies = false,
                AllowAutoRedirect = false,
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            });
        services.AddSingleton<TelegramBots>();
        services.AddSingleton<TelegramChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<TelegramChannel>());
        services.AddSingleton<TelegramPolling>();
        services.AddSingleton<TelegramWebhook>();
        services.AddSingleton<TelegramSetup>();
        services.AddSingleton<IChannelSetup>(provider => provider.GetRequiredService<TelegramSetup>());
        if (configuration.HasRole(ProcessRole.Worker))
        {
            services.AddHostedService<TelegramPoller>();
        }

        return services;
    }

    public static void MapTelegram(this IEndpointRouteBuilder endpoints)
    {
        var webhook = endpoints.ServiceProvider.GetRequiredService<TelegramWebhook>();

        // It verifies by itself, so it leaves out what the pipeline does for pages and tokens.
        endpoints.MapPost("/hooks/telegram/{connectionId}", (RequestDelegate)webhook.ReceiveAsync)
            .AllowAnonymous()
            .ExcludeFromDescription()
            .ShortCircuit();
    }
}
