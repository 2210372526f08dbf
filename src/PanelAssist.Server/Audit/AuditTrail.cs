using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Audit;

/// <summary>Reads the scope's tenant's entries.</summary>
internal sealed class AuditTrail(AppDbContext db, TimeProvider time)
{
    private const int RowsAtOnce = 500;

    /// <summary>Newest first.</summary>
    public async Task<Page<AuditItem>> ListAsync(AuditFilter filter, PageRequest<MomentCursor> page, CancellationToken cancellationToken)
    {
        var entries = filter.Of(db.AuditEntries.AsNoTracking());
        if (page.After is { } after)
        {
            // The first half alone would do as a bound of the index; the second says which of one moment.
            entries = entries.Where(e => e.At <= after.At && (e.At < after.At || e.Id < after.Id));
        }

        var rows = await entries
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .Take(page.Take)
            .Select(e => new AuditItem(e.Id, e.At, e.Actor, e.ActorName, e.Address, e.Action, e.Target, e.Details, e.Position))
            .ToListAsync(cancellationToken);
        return Page.Of(rows, page, row => new MomentCursor(row.At, row.Id), row => row);
    }

    /// <summary>All that match until now, oldest first, a part in memory at a time.</summary>
    public async IAsyncEnumerable<AuditEntry> ReadAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is added while it is read has no place in it; otherwise it might never end.
        var end = time.GetUtcNow().AddMilliseconds(1);
        var entries = (filter.Before < end ? filter : filter with { Before = end }).Of(db.AuditEntries.AsNoTracking()).OrderBy(e => e.At).ThenBy(e => e.Id);
        List<AuditEntry> part;
        AuditEntry? last = null;
        do
        {
            part = await (last is { } after ? entries.Where(e => e.At >= after.At && (e.At > after.At || e.Id > after.Id)) : entries)
                .Take(RowsAtOnce)
                .ToListAsync(cancellationToken);
            foreach (var entry in part)
            {
                yield return entry;
                last = entry;
            }
        }
        while (part.Count == RowsAtOnce);
    }

    /// <summary>The end of the chain; null before the first entry is sealed.</summary>
    public async Task<AuditHead?> FindHeadAsync(CancellationToken cancellationToken) => await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
}

/// <param name="Actor">The token that did it, e.g. <c>token:0198…</c>.</param>
/// <param name="ActorName">What people call the actor, where it has a name.</param>
/// <param name="Address">The network address of the client, where there was one.</param>
/// <param name="Action">A dotted verb, e.g. <c>link.created</c>.</param>
/// <param name="Target">What it was done to, e.g. <c>link:0198…</c>.</param>
/// <param name="Details">What changed: names of fields, never texts or secrets.</param>
/// <param name="Position">The place in the chain; null for the moment until it is sealed.</param>
internal sealed record AuditItem(
    Guid Id, DateTimeOffset At, string Actor, string? ActorName, string? Address, string Action, string Target, string? Details, long? Position);
