using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Tests.Tenancy;

/// <summary>One start of the encryption over a data directory; a second host on the same directory is a restart.</summary>
internal sealed class EncryptionHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private EncryptionHost(ServiceProvider services) => _services = services;

    public ISecretProtector Secrets => _services.GetRequiredService<ISecretProtector>();

    public static async Task<EncryptionHost> StartAsync(string directory, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Append((Key: "Storage:DataDirectory", Value: directory)).ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal)).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section));
        services.AddSingleton<SqliteWriteGate>();
        services.AddDbContext<AppDbContext>(options => options.UseSqlite($"Data Source={Path.Combine(directory, "test.db")};Pooling=false"));
        services.AddTenancy(configuration);
        var provider = services.BuildServiceProvider();
        try
        {
            await using (var scope = provider.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
            }

            foreach (var step in provider.GetServices<IHostedService>())
            {
                await step.StartAsync(TestContext.Current.CancellationToken);
            }

            return new EncryptionHost(provider);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public async Task<byte[]> WrappedKeyAsync(TenantId tenant)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(tenant);
        return (await scope.ServiceProvider.GetRequiredService<AppDbContext>().TenantKeys.SingleAsync(TestContext.Current.CancellationToken)).WrappedKey;
    }

    public async Task<bool> IsOperatorAsync(string token) =>
        await _services.GetRequiredService<TokenDirectory>().FindAsync(token, TestContext.Current.CancellationToken) is KnownToken.OfOperator;

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}

/// <summary>A data directory that goes away with the test.</summary>
internal sealed class DataDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("panelassist-").FullName;

    public string KeyFile => System.IO.Path.Combine(Path, "master.key");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
