using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tenancy.Tokens;

/// <summary>Finds the token that a caller showed, by its hash. Remembers valid ones for a few seconds, so that a revocation on another node acts soon; on this one it acts at once.</summary>
internal sealed class TokenDirectory(IServiceScopeFactory scopes, TimeProvider time)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>"Last used" answers "is it still in use?", and that needs no write for each call.</summary>
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(5);

    // A hash of the secret is looked up, never the secret: how long a comparison of hashes takes tells nothing useful.
    private readonly BoundedCache<string, KnownToken> _recent = new(capacity: 20_000, MaxAge, time);

    public async ValueTask<KnownToken?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = TokenText.Hash(text);
        var key = Convert.ToHexString(hash);
        if (_recent.TryGet(key, out var known))
        {
            return known;
        }

        var changes = _recent.Changes;
        var found = await ReadAsync(hash, cancellationToken);
        if (found is not null)
        {
            _recent.Store(key, found, changes);
        }

        return found;
    }

    public void Forget(byte[] hash) => _recent.Forget(Convert.ToHexString(hash));

    private async Task<KnownToken?> ReadAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();

        // The token is what proves the tenant.
        var row = await db.ReadAcrossTenantsAsync(db.ApiTokens, all => all
            .Where(e => e.Hash == hash && e.RevokedAt == null)
            .Select(e => new { e.Id, e.TenantId, e.Scopes, e.LastUsedAt })
            .SingleOrDefaultAsync(cancellationToken));
        if (row is null)
        {
            var operators = await db.OperatorTokens
                .Where(e => e.Hash == hash && e.RevokedAt == null)
                .Select(e => e.Id)
                .ToListAsync(cancellationToken);
            return operators is [var id] ? new KnownToken.OfOperator(id) : null;
        }

        var now = time.GetUtcNow();
        if (row.LastUsedAt is null || now - row.LastUsedAt > LastUsedPrecision)
        {
            scope.ServiceProvider.GetRequiredService<TenantContext>().Set(row.TenantId);
            await db.WriteAsync(
                context => context.ApiTokens.Where(e => e.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.LastUsedAt, now), cancellationToken),
                cancellationToken);
        }

        return new KnownToken.OfTenant(row.Id, row.TenantId, row.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
