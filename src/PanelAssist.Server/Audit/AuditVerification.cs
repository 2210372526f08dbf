using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Audit;

/// <summary>How a chain breaks at its first bad place.</summary>
internal enum ChainBreak
{
    /// <summary>The entry there is not the one that was sealed.</summary>
    Changed,

    /// <summary>The entry that was sealed there is gone.</summary>
    Missing,

    /// <summary>The entry there was sealed, but at another place.</summary>
    Reordered,

    /// <summary>The entry there was never sealed.</summary>
    Added,

    /// <summary>The chain holds by itself, but it is not the one whose head was kept.</summary>
    Rewritten,
}

/// <summary>What a look at a whole chain found.</summary>
internal abstract record ChainVerdict
{
    private ChainVerdict()
    {
    }

    /// <summary>Good from the first entry to this one, which is the last; 0 where nothing is sealed yet.</summary>
    public sealed record Holds(long Position, byte[] Hash) : ChainVerdict;

    /// <param name="Position">Good up to the one before.</param>
    /// <param name="EntryId">The entry found there, if there is one.</param>
    public sealed record Broken(long Position, Guid? EntryId, ChainBreak How) : ChainVerdict;
}

/// <summary>A head as somebody kept it elsewhere.</summary>
internal sealed record KeptHead(long Position, byte[] Hash);

/// <summary>Walks the chain of the scope's tenant, a part in memory at a time.</summary>
internal sealed class AuditVerification(AppDbContext db)
{
    public const int EntriesAtOnce = 500;

    /// <param name="kept">Also compared where given: it shows a chain that was cut or written anew together with its head.</param>
    public async Task<ChainVerdict> VerifyAsync(KeptHead? kept, CancellationToken cancellationToken)
    {
        var end = new Link(0, AuditChain.Genesis);
        var promised = 0L;
        AuditEntry? last = null;
        while (true)
        {
            var part = await ReadAsync(last, cancellationToken);
            foreach (var entry in part)
            {
                if (await FindBreakAsync(entry, end, cancellationToken) is { } broken)
                {
                    return broken;
                }

                last = entry;
                end = new Link(end.Position + 1, entry.Hash!);
                if (kept is not null && kept.Position == end.Position && !kept.Hash.AsSpan().SequenceEqual(end.Hash))
                {
                    return new ChainVerdict.Broken(end.Position, entry.Id, ChainBreak.Rewritten);
                }
            }

            if (part.Count > 0)
            {
                continue;
            }

            if (end.Position < promised)
            {
                return new ChainVerdict.Broken(end.Position + 1, EntryId: null, ChainBreak.Missing);
            }

            // Read after the entries: what was sealed meanwhile is in it, and gets another look above.
            var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            promised = head?.Position ?? 0;
            if (promised <= end.Position)
            {
                return Conclude(end, last, promised, head?.Hash ?? AuditChain.Genesis, kept);
            }
        }
    }

    private static ChainVerdict Conclude(Link end, AuditEntry? last, long headPosition, byte[] headHash, KeptHead? kept)
    {
        if (headPosition < end.Position)
        {
            return new ChainVerdict.Broken(headPosition + 1, headPosition + 1 == end.Position ? last?.Id : null, ChainBreak.Added);
        }

        if (!headHash.AsSpan().SequenceEqual(end.Hash))
        {
            return new ChainVerdict.Broken(end.Position, last?.Id, ChainBreak.Changed);
        }

        return kept?.Position > end.Position
            ? new ChainVerdict.Broken(end.Position + 1, EntryId: null, ChainBreak.Missing)
            : new ChainVerdict.Holds(end.Position, end.Hash);
    }

    /// <summary>From the lowest position there is, also one that no sealing gives.</summary>
    private Task<List<AuditEntry>> ReadAsync(AuditEntry? last, CancellationToken cancellationToken)
    {
        var entries = db.AuditEntries.AsNoTracking().Where(e => e.Position != null);
        if (last is { Position: var position, Id: var id })
        {
            entries = entries.Where(e => e.Position >= position && (e.Position > position || e.Id > id));
        }

        return entries.OrderBy(e => e.Position).ThenBy(e => e.Id).Take(EntriesAtOnce).ToListAsync(cancellationToken);
    }

    private async Task<ChainVerdict.Broken?> FindBreakAsync(AuditEntry entry, Link end, CancellationToken cancellationToken)
    {
        var expected = end.Position + 1;
        if (entry.Position > expected)
        {
            return new ChainVerdict.Broken(expected, EntryId: null, ChainBreak.Missing);
        }

        if (entry.Position < expected)
        {
            return new ChainVerdict.Broken(expected, entry.Id, ChainBreak.Added);
        }

        if (entry is not { PreviousHash: { } previous, Hash: { } hash } || !hash.AsSpan().SequenceEqual(AuditChain.HashOf(entry, previous)))
        {
            return new ChainVerdict.Broken(expected, entry.Id, ChainBreak.Changed);
        }

        if (previous.AsSpan().SequenceEqual(end.Hash))
        {
            return null;
        }

        // It is itself as it was sealed, but it followed another. Is that one still somewhere?
        var wasFirst = previous.AsSpan().SequenceEqual(AuditChain.Genesis);
        return wasFirst || await db.AuditEntries.AnyAsync(e => e.Hash == previous, cancellationToken)
            ? new ChainVerdict.Broken(expected, entry.Id, ChainBreak.Reordered)
            : new ChainVerdict.Broken(expected, EntryId: null, ChainBreak.Missing);
    }

    /// <summary>The end of the good part so far.</summary>
    private readonly record struct Link(long Position, byte[] Hash);
}
