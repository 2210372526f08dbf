using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Tenancy.Encryption;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Tenancy;

internal static class TenancyServices
{
    /// <summary>Tenants, their tokens and the encryption of their secrets. Its start-up steps need the tables: add storage first.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<TenantContext>();

        services.AddOptions<EncryptionOptions>().Bind(configuration.GetSection(EncryptionOptions.Section));
        services.AddSingleton<MasterKeys>();
        services.AddSingleton<DataKeys>();
        services.AddSingleton<ISecretProtector, EnvelopeSecretProtector>();
        services.AddHostedService<EncryptionStartup>();

        services.AddOptions<BootstrapOptions>().Bind(configuration.GetSection(BootstrapOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BootstrapOptions>, BootstrapOptionsValidator>();
        services.AddHostedService<OperatorBootstrap>();

        services.AddApiTokens();
        return services;
    }
}
