using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tests.Faults;

namespace PanelAssist.Server.Tests.Audit;

/// <summary>A database with the audit on it and two nodes that seal; where the database allows one process only, two sealers in it.</summary>
public sealed class AuditStore : IAsyncLifetime
{
    private readonly List<ServiceProvider> _nodes = [];
    private TestDatabase _database = null!;

    public bool IsSqlite => _database.IsSqlite;

    internal IReadOnlyList<AuditSealing> Sealers { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await StartNodeAsync();
        if (!_database.IsSqlite)
        {
            await StartNodeAsync();
        }

        Sealers = [.. Enumerable.Range(0, 2).Select(number => ActivatorUtilities.CreateInstance<AuditSealing>(_nodes[number % _nodes.Count]))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    internal static TenantId NewTenant() => new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));

    /// <summary>Entries as a request writes them: all in one save.</summary>
    internal async Task WriteAsync(TenantId tenant, int count, int node = 0)
    {
        await using var scope = Scope(tenant, node);
        scope.ServiceProvider.GetRequiredService<Actor>().Set("member:7", IPAddress.Parse("203.0.113.7"), count % 2 == 0 ? null : "Ana");
        var log = scope.ServiceProvider.GetRequiredService<AuditLog>();
        for (var number = 0; number < count; number++)
        {
            log.Add("link.created", "link", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), number % 2 == 0 ? default : AuditDetails.Fields("username"));
        }

        await scope.ServiceProvider.GetRequiredService<AppDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    internal async Task SealAsync() => await Sealers[0].SealAsync(TestContext.Current.CancellationToken);

    internal async Task<ChainVerdict> VerifyAsync(TenantId tenant, KeptHead? kept = null)
    {
        await using var scope = Scope(tenant);
        return await scope.ServiceProvider.GetRequiredService<AuditVerification>().VerifyAsync(kept, TestContext.Current.CancellationToken);
    }

    /// <summary>What somebody with the database in their hands does behind the product's back.</summary>
    internal async Task TamperAsync(TenantId tenant, Func<AppDbContext, Task> tamper)
    {
        await using var scope = Scope(tenant);
        await tamper(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }

    internal async Task<List<AuditEntry>> EntriesAsync(TenantId tenant)
    {
        await using var scope = Scope(tenant);
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().AuditEntries.AsNoTracking()
            .OrderBy(e => e.Position).ToListAsync(TestContext.Current.CancellationToken);
    }

    internal async Task<AuditHead> HeadAsync(TenantId tenant)
    {
        await using var scope = Scope(tenant);
        return (await scope.ServiceProvider.GetRequiredService<AuditTrail>().FindHeadAsync(TestContext.Current.CancellationToken))!;
    }

    private AsyncServiceScope Scope(TenantId tenant, int node = 0) =>
        _nodes[node % _nodes.Count].GetRequiredService<IServiceScopeFactory>().CreateTenantScope(tenant);

    private async Task StartNodeAsync()
    {
        var settings = _database.Settings.ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value, StringComparer.Ordinal);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddStorage(configuration);
        services.AddScoped<TenantContext>();
        services.AddAudit(configuration);
        var node = services.BuildServiceProvider();
        _nodes.Add(node);
        await node.GetRequiredService<StoragePreparation>().StartAsync(TestContext.Current.CancellationToken);
    }
}
