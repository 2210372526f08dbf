using Microsoft.Extensions.Options;
using PanelAssist.Server.Hosting;

namespace PanelAssist.Server.Audit;

internal static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services.AddOptions<AuditOptions>().Bind(configuration.GetSection(AuditOptions.Section)).ValidateOnStart();
        services.AddScoped<Actor>();
        services.AddScoped<AuditLog>();
        services.AddScoped<AuditTrail>();
        services.AddScoped<AuditVerification>();
        services.AddSingleton<AuditSealing>();
        if (configuration.HasRole(ProcessRole.Worker))
        {
            services.AddHostedService<AuditSealer>();
        }

        return services;
    }
}
