using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Data.RowSecurity;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tests.Faults;

namespace PanelAssist.Server.Tests.Storage;

/// <summary>On PostgreSQL the database itself keeps tenants apart: these tests go past the program's own filter.</summary>
public sealed class RowSecurityTests : IAsyncLifetime
{
    private PostgresStage _stage = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>One connection in the pool, which is told not to clean it: the product has to see to that.</summary>
    public async ValueTask InitializeAsync() => _stage = await PostgresStage.StartAsync(options: ";Maximum Pool Size=1;No Reset On Close=true");

    public async ValueTask DisposeAsync()
    {
        if (_stage is not null)
        {
            await _stage.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_role_of_this_run_is_bound_by_the_policies()
    {
        await using var connection = await _stage.ConnectAsync(tenant: null);
        Assert.Equal("False", await connection.ReadAsync("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"));
    }

    [Fact]
    public async Task Every_tenant_table_of_the_model_has_a_forced_policy_for_reading_and_writing()
    {
        await using var connection = await _stage.ConnectAsync(tenant: null);
        Assert.True(_stage.Tables.Count >= 15, $"Only {_stage.Tables.Count} tables were found.");
        foreach (var table in _stage.Tables)
        {
            Assert.True("1" == await connection.ReadAsync(ForcedPolicies(table)), $"{table} has no forced policy.");
        }
    }

    [Fact]
    public async Task Where_no_tenant_is_set_no_row_is_seen_and_none_is_written()
    {
        await using var everything = await _stage.ConnectAsync("all");
        await using var connection = await _stage.ConnectAsync(tenant: null);
        foreach (var table in _stage.Tables)
        {
            Assert.True(await everything.CountAsync(table) == 2, $"{table} has no rows to hide.");
            Assert.True(await connection.CountAsync(table) == 0, $"{table} shows rows.");
            Assert.True(await connection.RunAsync($"DELETE FROM {table}") == 0, $"{table} lost rows.");
            await RefusedAsync(connection, await connection.InsertOfAsync(table, _stage.Ana));
        }
    }

    [Fact]
    public async Task A_tenant_sees_and_changes_its_own_rows_and_no_others()
    {
        await using var connection = await _stage.ConnectAsync(_stage.Ana.ToString());
        foreach (var table in _stage.Tables)
        {
            Assert.Equal(_stage.Ana.Value.ToString(), await connection.ReadAsync($"SELECT string_agg(tenant_id::text, ' ') FROM {table}"));
            Assert.True(await connection.RunAsync($"UPDATE {table} SET tenant_id = tenant_id") == 1, $"{table}: not one row was changed.");
        }
    }

    [Fact]
    public async Task A_row_for_another_tenant_is_refused()
    {
        await using var connection = await _stage.ConnectAsync(_stage.Ana.ToString());
        foreach (var table in _stage.Tables)
        {
            await RefusedAsync(connection, await connection.InsertOfAsync(table, _stage.Bob));
            await RefusedAsync(connection, $"UPDATE {table} SET tenant_id = '{_stage.Bob}'");

            // Some tables hold one row a tenant; only the tenant's own go.
            await connection.RunAsync($"DELETE FROM {table}");
            Assert.Equal(1, await connection.RunAsync(await connection.InsertOfAsync(table, _stage.Ana)));
        }
    }

    [Fact]
    public async Task A_query_that_forgets_its_filter_sees_the_scopes_tenant_only()
    {
        Assert.Equal([_stage.Ana], await _stage.InScopeAsync(_stage.Ana, UnfilteredAsync));
        Assert.Equal([_stage.Bob], await _stage.InScopeAsync(_stage.Bob, UnfilteredAsync));
        Assert.Empty(await _stage.InScopeAsync(tenant: null, UnfilteredAsync));
        Assert.Equal(1, await _stage.InScopeAsync(_stage.Ana, db => db.Contacts.IgnoreQueryFilters().ExecuteDeleteAsync(Cancelled)));
    }

    [Fact]
    public async Task A_fast_look_up_that_forgets_its_tenant_sees_that_tenant_only()
    {
        var reader = _stage.Services.GetRequiredService<IHotReader>();
        var found = await reader.ReadAsync(
            "SELECT tenant_id FROM contacts WHERE $1 <> $2", Guid.Empty, _stage.Bob.Value, row => new TenantId(row.GetGuid(0)), Cancelled);
        Assert.Equal([_stage.Bob], found);
    }

    [Fact]
    public async Task Rows_of_all_tenants_are_seen_only_while_it_is_said()
    {
        await _stage.InScopeAsync(_stage.Ana, async db =>
        {
            Assert.Equal(2, await db.ReadAcrossTenantsAsync(db.Contacts, all => all.CountAsync(Cancelled)));
            Assert.Equal([_stage.Ana], await UnfilteredAsync(db));
            await Assert.ThrowsAsync<FormatException>(() => db.ReadAcrossTenantsAsync<Contacts.Contact, int>(db.Contacts, _ => throw new FormatException()));
            Assert.Equal([_stage.Ana], await UnfilteredAsync(db));
            return true;
        });
    }

    [Fact]
    public async Task An_open_connection_is_not_turned_to_all_tenants()
    {
        await _stage.InScopeAsync(_stage.Ana, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancelled);
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.ReadAcrossTenantsAsync(db.Contacts, all => all.CountAsync(Cancelled)));
            return true;
        });
    }

    [Fact]
    public async Task A_pooled_connection_does_not_keep_a_tenant()
    {
        var source = _stage.Services.GetRequiredService<NpgsqlDataSource>();
        var reader = _stage.Services.GetRequiredService<IHotReader>();
        Func<Task>[] users =
        [
            () => _stage.InScopeAsync(_stage.Ana, UnfilteredAsync),
            () => _stage.InScopeAsync(tenant: null, db => db.ReadAcrossTenantsAsync(db.Contacts, all => all.CountAsync(Cancelled))),
            async () => await reader.ReadAsync("SELECT id FROM contacts WHERE $1 <> $2", Guid.Empty, _stage.Bob.Value, row => row.GetGuid(0), Cancelled),
        ];
        string? first = null;
        foreach (var user in users)
        {
            await user();
            await using var next = await source.OpenConnectionAsync(Cancelled);
            Assert.Equal("", await next.ReadAsync("SELECT coalesce(current_setting('app.tenant', true), '')"));
            Assert.Equal(0, await next.CountAsync("contacts"));
            var process = await next.ReadAsync("SELECT pg_backend_pid()");
            Assert.Equal(first ??= process, process);
        }
    }

    [Fact]
    public async Task A_start_mends_what_was_taken_away_and_leaves_alone_what_is_in_place()
    {
        Assert.Equal(0, await _stage.InScopeAsync(tenant: null, db => TenantPolicies.ApplyAsync(db, Cancelled)));
        await using var owner = await _stage.ConnectAsync(tenant: null);
        await owner.RunAsync(
            """
            ALTER TABLE messages NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE contacts DISABLE ROW LEVEL SECURITY;
            DROP POLICY tenant_rows ON panel_links;
            COMMENT ON POLICY tenant_rows ON conversations IS 'an older condition'
            """);
        Assert.Equal(4, await _stage.InScopeAsync(tenant: null, db => TenantPolicies.ApplyAsync(db, Cancelled)));
        foreach (var table in _stage.Tables)
        {
            Assert.True("1" == await owner.ReadAsync(ForcedPolicies(table)), $"{table} has no forced policy.");
        }

        Assert.Equal(0, await _stage.InScopeAsync(tenant: null, db => TenantPolicies.ApplyAsync(db, Cancelled)));
    }

    [Fact]
    public async Task A_migration_reaches_the_rows_of_all_tenants()
    {
        await using var stage = await PostgresStage.StartAsync(prepare:
            """
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
            CREATE TABLE noted (tenant text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO noted VALUES (current_setting(''app.tenant'', true)); RETURN NEW; END';
            CREATE TRIGGER note BEFORE INSERT ON "__EFMigrationsHistory" FOR EACH ROW EXECUTE FUNCTION note()
            """);
        await using var connection = await stage.ConnectAsync(tenant: null);
        Assert.Equal("all", await connection.ReadAsync("SELECT string_agg(DISTINCT tenant, ' ') FROM noted"));
    }

    [Fact]
    public async Task A_role_that_ignores_the_policies_is_warned_of_at_the_start()
    {
        Assert.DoesNotContain(_stage.Log.Lines, line => line.Contains("row-level security", StringComparison.Ordinal));

        Assert.SkipUnless(OwnPostgres.IsInstalled, "PostgreSQL's server programs are not installed.");
        await using var postgres = await OwnPostgres.StartNewAsync();
        await using var careless = await PostgresStage.StartAsync(postgres.Superuser);
        Assert.Contains(careless.Log.Lines, line => line.Contains("its role postgres is a superuser and ignores row-level security", StringComparison.Ordinal));
    }

    private static Task<List<TenantId>> UnfilteredAsync(AppDbContext db) =>
        db.Contacts.IgnoreQueryFilters().Select(contact => contact.TenantId).ToListAsync(Cancelled);

    private static string ForcedPolicies(string table) =>
        $"""
        SELECT count(*) FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.oid = '{table}'::regclass AND c.relrowsecurity AND c.relforcerowsecurity
            AND p.polcmd = '*' AND p.polroles = ARRAY[0]::oid[] AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL
        """;

    private static async Task RefusedAsync(NpgsqlConnection connection, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.RunAsync(sql));
        Assert.True(refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refusal.MessageText}");
    }
}
