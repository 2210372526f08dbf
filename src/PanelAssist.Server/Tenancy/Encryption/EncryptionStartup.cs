using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>
/// Reads the master key before anything else runs, refuses to start when it does not fit the database, and lets the
/// current key take over data keys that a previous one wrapped. Runs after the tables exist.
/// </summary>
internal sealed partial class EncryptionStartup(MasterKeys masterKeys, IServiceScopeFactory scopes, ILogger<EncryptionStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var wrapped = await WrappedKeysAsync(cancellationToken);
        masterKeys.Load(mayCreate: wrapped.Count == 0);

        var lost = wrapped.Where(key => !masterKeys.CanUnwrap(key.WrappedKey)).Select(key => MasterKeys.IdOf(key.WrappedKey)).Distinct(StringComparer.Ordinal).ToList();
        if (lost.Count > 0)
        {
            throw new MasterKeyException(
                $"Stored secrets are protected by the master key {string.Join(", ", lost)}, which is not here. Restore {masterKeys.Source}, or add that key to Encryption:PreviousMasterKeys.");
        }

        var outdated = wrapped.Where(key => !masterKeys.IsCurrent(key.WrappedKey)).ToList();
        foreach (var key in outdated)
        {
            await RewrapAsync(key, cancellationToken);
        }

        if (outdated.Count > 0)
        {
            Rewrapped(logger, outdated.Count);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<List<TenantKey>> WrappedKeysAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await db.ReadAcrossTenantsAsync(db.TenantKeys, all => all.ToListAsync(cancellationToken));
    }

    private async Task RewrapAsync(TenantKey key, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(key.TenantId);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        db.Attach(key).Entity.WrappedKey = masterKeys.Wrap(key.TenantId, key.Id, masterKeys.Unwrap(key.TenantId, key.Id, key.WrappedKey));
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "The current master key took over {Count} data keys of a previous one")]
    private static partial void Rewrapped(ILogger logger, int count);
}
