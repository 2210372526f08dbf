using Microsoft.Extensions.Options;
using PanelAssist.Server.Hosting;

namespace PanelAssist.Server.Inbox;

internal static class InboxFeature
{
    public static IServiceCollection AddInbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<InboxOptions>, InboxOptionsValidator>();
        services.AddOptions<InboxOptions>().Bind(configuration.GetSection(InboxOptions.Section)).ValidateOnStart();
        services.AddSingleton<PayloadSeal>();
        services.AddSingleton<InboxDispatcher>();
        services.AddSingleton<InboxWriter>();
        services.AddSingleton<IInbox>(provider => provider.GetRequiredService<InboxWriter>());
        if (configuration.HasRole(ProcessRole.Worker))
        {
            services.AddHostedService<InboxSweeper>();
            services.AddHostedService<Retention>();
        }

        return services;
    }
}
