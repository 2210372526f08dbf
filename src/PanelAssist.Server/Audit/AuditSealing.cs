using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Audit;

/// <summary>
/// Puts entries at the end of their tenant's chain. Entries are written by many at once, so they get their position here,
/// afterwards: the chain has the order of sealing, which between nodes need not be that of ids or moments. Several nodes may
/// seal: whoever moves the head first wins, and the other looks again.
/// </summary>
internal sealed partial class AuditSealing(IServiceScopeFactory scopes, TimeProvider time, ILogger<AuditSealing> logger)
{
    public const int BatchSize = 256;

    private const int TenantsAtOnce = 100;

    /// <summary>Losing more often than this to other nodes is not likely: something keeps the chain from growing.</summary>
    private const int MaxTries = 5;

    private enum Outcome
    {
        NothingWaits,
        Sealed,
        Overtaken,
    }

    /// <summary>Seals what waits now, of all tenants. One tenant's trouble is logged and does not hold up the others.</summary>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        TenantId? after = null;
        IReadOnlyList<TenantId> tenants;
        do
        {
            tenants = await WaitingAsync(after, cancellationToken);
            foreach (var tenant in tenants)
            {
                after = tenant;
                try
                {
                    await SealAsync(tenant, cancellationToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    Metrics.AuditSealFailed.Add(1);
                    Log.Failed(logger, tenant, exception);
                }
            }
        }
        while (tenants.Count == TenantsAtOnce);
    }

    /// <summary>Tenants with something to seal. Asked every second, so it must not grow with what is sealed.</summary>
    /// <param name="all">The entries of all tenants: this is how the tenants are found, and only their ids are read.</param>
    /// <param name="after">Those after this one.</param>
    internal static IQueryable<TenantId> Waiting(IQueryable<AuditEntry> all, TenantId? after)
    {
        var waiting = all.Where(e => e.Position == null);
        if (after is { } last)
        {
            waiting = waiting.Where(e => e.TenantId > last);
        }

        return waiting.Select(e => e.TenantId).Distinct().OrderBy(id => id).Take(TenantsAtOnce);
    }

    private async Task SealAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var tries = 0;
        while (await SealBatchAsync(tenant, cancellationToken) is var outcome and not Outcome.NothingWaits)
        {
            tries = outcome is Outcome.Overtaken ? tries + 1 : 0;
            if (tries == MaxTries)
            {
                Metrics.AuditSealFailed.Add(1);
                Log.Overtaken(logger, tenant, tries);
                return;
            }
        }
    }

    private async Task<IReadOnlyList<TenantId>> WaitingAsync(TenantId? after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await db.ReadAcrossTenantsAsync(db.AuditEntries, all => Waiting(all, after).ToListAsync(cancellationToken));
    }

    private async Task<Outcome> SealBatchAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var head = await db.AuditHeads.SingleOrDefaultAsync(cancellationToken);
        var entries = await db.AuditEntries.Where(e => e.Position == null).OrderBy(e => e.Id).Take(BatchSize).ToListAsync(cancellationToken);
        if (entries.Count == 0)
        {
            return Outcome.NothingWaits;
        }

        if (head is null)
        {
            head = new AuditHead { TenantId = tenant, Position = 0, Hash = AuditChain.Genesis, SealedAt = default };
            db.Add(head);
        }

        foreach (var entry in entries)
        {
            entry.PreviousHash = head.Hash;
            entry.Hash = AuditChain.HashOf(entry, head.Hash);
            entry.Position = ++head.Position;
            head.Hash = entry.Hash;
        }

        head.SealedAt = time.GetUtcNow();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || UniqueViolation.Is(exception))
        {
            return Outcome.Overtaken;
        }

        Metrics.AuditSealed.Add(entries.Count);
        var hash = Convert.ToHexStringLower(head.Hash);
        Log.Sealed(logger, tenant, head.Position, hash);
        return Outcome.Sealed;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 8001, Level = LogLevel.Information, Message = "The audit of tenant {Tenant} is sealed up to {Position}: {Hash}")]
        public static partial void Sealed(ILogger logger, TenantId tenant, long position, string hash);

        [LoggerMessage(EventId = 8002, Level = LogLevel.Error, Message = "The audit of tenant {Tenant} could not be sealed in {Tries} tries: verify it")]
        public static partial void Overtaken(ILogger logger, TenantId tenant, int tries);

        [LoggerMessage(EventId = 8003, Level = LogLevel.Error, Message = "The audit of tenant {Tenant} could not be sealed")]
        public static partial void Failed(ILogger logger, TenantId tenant, Exception exception);
    }
}
