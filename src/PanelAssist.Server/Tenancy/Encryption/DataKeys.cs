using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>A tenant's key in the clear: in memory only.</summary>
internal sealed record DataKey(Guid Id, byte[] Bytes);

/// <summary>The tenants' data keys, made on first use and kept in memory once unwrapped.</summary>
internal sealed class DataKeys(IServiceScopeFactory scopes, MasterKeys masterKeys, TimeProvider time)
{
    private readonly ConcurrentDictionary<TenantId, DataKey> _newest = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, Guid Id), DataKey> _byId = new();

    /// <summary>The key that encrypts now.</summary>
    public ValueTask<DataKey> GetNewestAsync(TenantId tenant, CancellationToken cancellationToken) =>
        _newest.TryGetValue(tenant, out var key) ? new ValueTask<DataKey>(key) : new ValueTask<DataKey>(LoadNewestAsync(tenant, cancellationToken));

    /// <exception cref="CryptographicException">The tenant has no such key, or the master key it needs is lost.</exception>
    public ValueTask<DataKey> GetAsync(TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        _byId.TryGetValue((tenant, id), out var key) ? new ValueTask<DataKey>(key) : new ValueTask<DataKey>(LoadAsync(tenant, id, cancellationToken));

    private async Task<DataKey> LoadAsync(TenantId tenant, Guid id, CancellationToken cancellationToken)
    {
        await using var scope = ScopeOf(tenant);
        var row = await scope.ServiceProvider.GetRequiredService<AppDbContext>().TenantKeys
            .AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        return Remember(row ?? throw new CryptographicException("A ciphertext names a data key that its tenant does not have."));
    }

    private async Task<DataKey> LoadNewestAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var scope = ScopeOf(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var row = await FindNewestAsync(db, cancellationToken) ?? await MakeFirstAsync(db, tenant, cancellationToken);
        return _newest.GetOrAdd(tenant, Remember(row));
    }

    private async Task<TenantKey> MakeFirstAsync(AppDbContext db, TenantId tenant, CancellationToken cancellationToken)
    {
        // The first key has the tenant's own id: two processes that make it at once collide here, and the second takes the first's.
        var id = tenant.Value;
        var row = new TenantKey
        {
            Id = id,
            TenantId = tenant,
            WrappedKey = masterKeys.Wrap(tenant, id, RandomNumberGenerator.GetBytes(MasterKey.Size)),
            CreatedAt = time.GetUtcNow(),
        };
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return row;
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            db.ChangeTracker.Clear();
            return (await FindNewestAsync(db, cancellationToken))!;
        }
    }

    private static Task<TenantKey?> FindNewestAsync(AppDbContext db, CancellationToken cancellationToken) =>
        db.TenantKeys.AsNoTracking()
            .Where(e => e.RetiredAt == null)
            .OrderByDescending(e => e.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);

    private DataKey Remember(TenantKey row) =>
        _byId.GetOrAdd((row.TenantId, row.Id), new DataKey(row.Id, masterKeys.Unwrap(row.TenantId, row.Id, row.WrappedKey)));

    private AsyncServiceScope ScopeOf(TenantId tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(tenant);
        return scope;
    }
}
