using FsCheck.Xunit;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Audit;

/// <summary>Whatever is done to a sealed chain in its table, a walk along it says where it was first done.</summary>
public sealed class AuditTamperingTests(AuditStore store) : IClassFixture<AuditStore>
{
    [Property(MaxTest = 60)]
    public async Task A_changed_entry_is_found_where_it_is(int seed)
    {
        var (random, tenant, length) = await SealedChainAsync(seed);
        var at = random.Next(1, length + 1);
        await store.TamperAsync(tenant, db =>
        {
            var entry = db.AuditEntries.Where(e => e.Position == at);
            return random.Next(11) switch
            {
                0 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.At, DateTimeOffset.UnixEpoch)),
                1 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, "member:8")),
                2 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.ActorName, "Bob")),
                3 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Address, (string?)null)),
                4 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Action, "link.deleted")),
                5 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Target, "link:0")),
                6 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Details, "")),
                7 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Hash, new byte[32])),
                8 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.PreviousHash, [.. Enumerable.Repeat((byte)7, 32)])),
                9 => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Hash, (byte[]?)null)),
                _ => entry.ExecuteUpdateAsync(set => set.SetProperty(e => e.Id, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()))),
            };
        });

        await AssertBrokenAsync(tenant, at, ChainBreak.Changed);
    }

    [Property(MaxTest = 40)]
    public async Task Removed_entries_are_missed_whether_or_not_the_rest_closes_up(int seed)
    {
        var (random, tenant, length) = await SealedChainAsync(seed);
        var first = random.Next(1, length + 1);
        var last = random.Next(first, length + 1);
        var closesUp = random.Next(2) == 0;
        await store.TamperAsync(tenant, async db =>
        {
            await db.AuditEntries.Where(e => e.Position >= first && e.Position <= last).ExecuteDeleteAsync();
            if (closesUp)
            {
                await MoveAsync(db, last + 1, first - last - 1);
            }
        });

        await AssertBrokenAsync(tenant, first, ChainBreak.Missing);
    }

    [Property(MaxTest = 40)]
    public async Task Exchanged_entries_are_found_at_the_first_of_them(int seed)
    {
        var (random, tenant, length) = await SealedChainAsync(seed);
        var first = random.Next(1, length);
        var second = random.Next(first + 1, length + 1);
        await store.TamperAsync(tenant, async db =>
        {
            await PutAsync(db, first, -1);
            await PutAsync(db, second, first);
            await PutAsync(db, -1, second);
        });

        await AssertBrokenAsync(tenant, first, ChainBreak.Reordered);
    }

    [Property(MaxTest = 40)]
    public async Task An_added_entry_is_found_even_if_its_own_hash_is_right(int seed)
    {
        var (random, tenant, length) = await SealedChainAsync(seed);
        var entries = await store.EntriesAsync(tenant);
        var at = random.Next(1, length + 2);
        var hasRightHash = random.Next(2) == 0;
        var forged = Forged(tenant, at, at == 1 ? AuditChain.Genesis : entries[at - 2].Hash!, hasRightHash);
        await store.TamperAsync(tenant, async db =>
        {
            await MoveAsync(db, at, 1);
            db.Add(forged);
            await db.SaveChangesAsync();
        });

        // With the right hash it fits behind its neighbour before, so that the next one is out of place.
        await AssertBrokenAsync(tenant, hasRightHash && at <= length ? at + 1 : at, !hasRightHash ? ChainBreak.Changed : at <= length ? ChainBreak.Reordered : ChainBreak.Added);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task An_entry_added_before_the_first_is_found(long position)
    {
        var (_, tenant, _) = await SealedChainAsync(1);
        await store.TamperAsync(tenant, async db =>
        {
            db.Add(Forged(tenant, position, AuditChain.Genesis, hasRightHash: true));
            await db.SaveChangesAsync();
        });

        await AssertBrokenAsync(tenant, 1, ChainBreak.Added);
    }

    [Fact]
    public async Task An_entry_taken_out_of_the_chain_is_missed_though_it_is_sealed_again()
    {
        var (_, tenant, length) = await SealedChainAsync(1);
        await store.TamperAsync(tenant, db => db.AuditEntries.Where(e => e.Position == length).ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, (long?)null)));
        await store.SealAsync();

        await AssertBrokenAsync(tenant, length, ChainBreak.Missing);
    }

    [Fact]
    public async Task A_head_that_is_not_the_chains_end_is_found()
    {
        var (_, tenant, length) = await SealedChainAsync(1);
        await HeadBecomesAsync(tenant, length - 1);
        await AssertBrokenAsync(tenant, length, ChainBreak.Added);
        await HeadBecomesAsync(tenant, length + 1);
        await AssertBrokenAsync(tenant, length + 1, ChainBreak.Missing);
        await HeadBecomesAsync(tenant, length);
        Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(tenant));

        await store.TamperAsync(tenant, db => db.AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(e => e.Hash, AuditChain.Genesis)));
        await AssertBrokenAsync(tenant, length, ChainBreak.Changed);
        await store.TamperAsync(tenant, db => db.AuditHeads.ExecuteDeleteAsync());
        await AssertBrokenAsync(tenant, 1, ChainBreak.Added);
    }

    [Fact]
    public async Task An_end_cut_off_together_with_the_head_is_noticed_by_a_head_kept_elsewhere()
    {
        var (_, tenant, length) = await SealedChainAsync(1);
        var kept = await KeptHeadAsync(tenant);
        var before = (await store.EntriesAsync(tenant))[^2];
        await store.TamperAsync(tenant, async db =>
        {
            await db.AuditEntries.Where(e => e.Position == length).ExecuteDeleteAsync();
            await db.AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, before.Position!.Value).SetProperty(e => e.Hash, before.Hash!));
        });

        Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(tenant));
        Assert.Equal(new ChainVerdict.Broken(length, EntryId: null, ChainBreak.Missing), await store.VerifyAsync(tenant, kept));
    }

    [Fact]
    public async Task A_chain_written_anew_is_noticed_by_a_head_kept_elsewhere()
    {
        var (_, tenant, length) = await SealedChainAsync(1);
        var kept = await KeptHeadAsync(tenant);
        await store.WriteAsync(tenant, 2);
        await store.SealAsync();
        Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(tenant, kept));

        await store.TamperAsync(tenant, async db =>
        {
            await db.AuditEntries.Where(e => e.Position == 1).ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, "member:8"));
            await db.AuditEntries.ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, (long?)null));
            await db.AuditHeads.ExecuteDeleteAsync();
        });
        await store.SealAsync();

        Assert.Equal(length + 2, Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(tenant)).Position);
        var broken = Assert.IsType<ChainVerdict.Broken>(await store.VerifyAsync(tenant, kept));
        Assert.Equal((length, ChainBreak.Rewritten), (broken.Position, broken.How));
    }

    private static AuditEntry Forged(TenantId tenant, long position, byte[] previousHash, bool hasRightHash)
    {
        var now = TimeProvider.System.GetUtcNow();
        var entry = new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            TenantId = tenant,
            At = now,
            Actor = "member:9",
            Action = "token.revoked",
            Target = "token:1",
            Position = position,
            PreviousHash = previousHash,
        };
        entry.Hash = hasRightHash ? AuditChain.HashOf(entry, previousHash) : new byte[32];
        return entry;
    }

    private static Task<int> PutAsync(AppDbContext db, long from, long to) =>
        db.AuditEntries.Where(e => e.Position == from).ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, to));

    /// <summary>In two steps, since no two may share a position on the way.</summary>
    private static async Task MoveAsync(AppDbContext db, long from, long by)
    {
        const long Away = 1_000_000;
        await db.AuditEntries.Where(e => e.Position >= from).ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, e => e.Position + Away));
        await db.AuditEntries.Where(e => e.Position >= Away).ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, e => e.Position - Away + by));
    }

    private Task HeadBecomesAsync(TenantId tenant, long position) =>
        store.TamperAsync(tenant, db => db.AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, position)));

    private async Task<KeptHead> KeptHeadAsync(TenantId tenant)
    {
        var head = await store.HeadAsync(tenant);
        return new KeptHead(head.Position, head.Hash);
    }

    /// <summary>Sealed in one go or in several, as it happens.</summary>
    private async Task<(Random Random, TenantId Tenant, int Length)> SealedChainAsync(int seed)
    {
        var random = new Random(seed);
        var tenant = AuditStore.NewTenant();
        var length = 0;
        for (var batch = random.Next(1, 4); batch > 0; batch--)
        {
            var count = random.Next(2, 6);
            await store.WriteAsync(tenant, count);
            await store.SealAsync();
            length += count;
        }

        Assert.Equal(length, Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(tenant)).Position);
        return (random, tenant, length);
    }

    private async Task AssertBrokenAsync(TenantId tenant, long position, ChainBreak how)
    {
        var broken = Assert.IsType<ChainVerdict.Broken>(await store.VerifyAsync(tenant));
        Assert.Equal((position, how), (broken.Position, broken.How));
    }
}
