using Microsoft.Extensions.Options;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Mail;

namespace PanelAssist.Server.Outbox;

internal static class OutboxFeature
{
    public static IServiceCollection AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<OutboxOptions>, OutboxOptionsValidator>();
        services.AddOptions<OutboxOptions>().Bind(configuration.GetSection(OutboxOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EmailOptions>, EmailOptionsValidator>();
        services.AddOptions<EmailOptions>().Bind(configuration.GetSection(EmailOptions.Section)).ValidateOnStart();
        services.AddSingleton<LinkCodeMailer>();
        services.AddSingleton<MailSetup>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<OutboxDispatcher>();
        if (configuration.HasRole(ProcessRole.Worker))
        {
            services.AddHostedService<OutboxSweeper>();
        }

        return services;
    }
}
