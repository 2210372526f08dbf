using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tests.Audit;

public sealed class AuditSealingTests(AuditStore store) : IClassFixture<AuditStore>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Many_writers_and_two_sealers_make_one_unbroken_chain()
    {
        const int Writers = 8, Saves = 30, EntriesPerSave = 3, All = Writers * Saves * EntriesPerSave;
        var tenant = AuditStore.NewTenant();
        using var stop = new CancellationTokenSource();
        var sealing = store.Sealers.Select(sealer => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await sealer.SealAsync(TestContext.Current.CancellationToken);
            }
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var save = 0; save < Saves; save++)
            {
                await store.WriteAsync(tenant, EntriesPerSave, writer);
            }
        })));
        await stop.CancelAsync();
        await Task.WhenAll(sealing);
        await store.SealAsync();

        Assert.Equal(Enumerable.Range(1, All).Select(position => (long?)position), (await store.EntriesAsync(tenant)).Select(entry => entry.Position));
        var holds = Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(tenant));
        var head = await store.HeadAsync(tenant);
        Assert.Equal((All, Convert.ToHexString(head.Hash)), (holds.Position, Convert.ToHexString(holds.Hash)));
    }

    [Fact]
    public async Task A_chain_longer_than_a_batch_and_a_part_read_at_once_holds()
    {
        var count = AuditSealing.BatchSize + AuditVerification.EntriesAtOnce + 1;
        var tenant = AuditStore.NewTenant();
        await store.WriteAsync(tenant, count);
        await store.SealAsync();
        Assert.Equal(count, Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(tenant)).Position);
    }

    [Fact]
    public async Task Each_tenant_has_a_chain_of_its_own()
    {
        var (one, other) = (AuditStore.NewTenant(), AuditStore.NewTenant());
        await store.WriteAsync(one, 2);
        await store.WriteAsync(other, 3);
        await store.WriteAsync(one, 2);
        await store.SealAsync();
        Assert.Equal([1, 2, 3, 4], (await store.EntriesAsync(one)).Select(entry => entry.Position));
        Assert.Equal([1, 2, 3], (await store.EntriesAsync(other)).Select(entry => entry.Position));

        await store.TamperAsync(one, db => db.AuditEntries.ExecuteDeleteAsync());
        Assert.IsType<ChainVerdict.Broken>(await store.VerifyAsync(one));
        Assert.Equal(3, Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(other)).Position);
    }

    [Fact]
    public async Task A_chain_that_cannot_grow_does_not_hold_up_the_others()
    {
        var (blocked, other) = (AuditStore.NewTenant(), AuditStore.NewTenant());
        await store.WriteAsync(blocked, 3);
        await store.SealAsync();
        await store.TamperAsync(blocked, db => db.AuditHeads.ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, 1)));
        await store.WriteAsync(blocked, 1);
        await store.WriteAsync(other, 1);
        await store.SealAsync();

        Assert.Equal(1, Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(other)).Position);
        Assert.Equal(2, Assert.IsType<ChainVerdict.Broken>(await store.VerifyAsync(blocked)).Position);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Looking_for_what_waits_walks_no_sealed_entry(bool goesOn)
    {
        Assert.SkipUnless(store.IsSqlite, "The plan is SQLite's; PostgreSQL decides by what is in the table.");
        await store.TamperAsync(AuditStore.NewTenant(), async db =>
        {
            var query = AuditSealing.Waiting(db.AuditEntries.IgnoreQueryFilters([AppDbContext.TenantFilter]), goesOn ? AuditStore.NewTenant() : null).ToQueryString();
            var statement = Regex.Replace(Regex.Replace(query, @"^\.param.*$", "", RegexOptions.Multiline, Patience), @"@\w+", "x'00'", RegexOptions.None, Patience);
            await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var explain = db.Database.GetDbConnection().CreateCommand();
            explain.CommandText = "EXPLAIN QUERY PLAN " + statement;
            await using var steps = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var plan = new List<string>();
            while (await steps.ReadAsync(TestContext.Current.CancellationToken))
            {
                plan.Add(steps.GetString(3));
            }

            Assert.All(plan.Where(step => step.Contains("INDEX", StringComparison.Ordinal)), step => Assert.Contains("ix_audit_entries_waiting", step, StringComparison.Ordinal));
            Assert.Contains(plan, step => step.Contains("ix_audit_entries_waiting", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Nothing_written_is_a_chain_that_holds() =>
        Assert.Equal(0, Assert.IsType<ChainVerdict.Holds>(await store.VerifyAsync(AuditStore.NewTenant())).Position);
}
