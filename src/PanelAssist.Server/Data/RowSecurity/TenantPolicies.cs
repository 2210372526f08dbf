using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Data.RowSecurity;

/// <summary>
/// Puts the forced row-level security policy on every table that has tenants' rows. The list is the model's, so a new
/// table cannot be forgotten. Applied at each start; what is in place already is left alone.
/// </summary>
internal static class TenantPolicies
{
    private const string Policy = "tenant_rows";

    /// <summary>Held while policies change, so that two processes that start together do not meet. Any number of our own.</summary>
    private const long LockId = 0x7061_726F_7773;

    /// <returns>How many tables had to be changed.</returns>
    public static async Task<int> ApplyAsync(AppDbContext db, CancellationToken cancellationToken)
    {
        var columns = Columns(db.Model).ToList();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            if ((await UnprotectedAsync(connection, columns, cancellationToken)).Count == 0)
            {
                return 0;
            }

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var hold = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockId } } })
            {
                await hold.ExecuteNonQueryAsync(cancellationToken);
            }

            var unprotected = await UnprotectedAsync(connection, columns, cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var (table, column) in unprotected)
            {
                Protect(batch, table, column);
            }

            if (unprotected.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return unprotected.Count;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static IEnumerable<(string Table, string Column)> Columns(IModel model) => model.GetEntityTypes()
        .Where(entity => typeof(ITenantOwned).IsAssignableFrom(entity.ClrType))
        .Select(entity => (entity.GetTableName()!, entity.FindProperty(nameof(ITenantOwned.TenantId))!.GetColumnName()))
        .Distinct();

    /// <summary>PostgreSQL keeps a condition in words of its own; the policy's comment keeps ours, so that a changed one is noticed.</summary>
    private static async Task<List<(string Table, string Column)>> UnprotectedAsync(
        NpgsqlConnection connection, List<(string Table, string Column)> columns, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT wanted.name
            FROM unnest($1, $2) AS wanted (name, condition)
            JOIN pg_class c ON c.relname = wanted.name AND c.relnamespace = current_schema()::regnamespace
            JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = $3
            WHERE c.relrowsecurity AND c.relforcerowsecurity AND obj_description(p.oid, 'pg_policy') = wanted.condition
            """,
            connection);
        command.Parameters.Add(new() { Value = columns.Select(column => column.Table).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = columns.Select(column => ConditionOn(column.Column)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Policy });
        var done = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            done.Add(reader.GetString(0));
        }

        return columns.FindAll(column => !done.Contains(column.Table));
    }

    private static void Protect(NpgsqlBatch batch, string table, string column)
    {
        var condition = ConditionOn(column);
        string[] statements =
        [
            $"ALTER TABLE {Quoted(table)} ENABLE ROW LEVEL SECURITY",
            $"ALTER TABLE {Quoted(table)} FORCE ROW LEVEL SECURITY",
            $"DROP POLICY IF EXISTS {Policy} ON {Quoted(table)}",
            $"CREATE POLICY {Policy} ON {Quoted(table)} USING ({condition}) WITH CHECK ({condition})",
            $"COMMENT ON POLICY {Policy} ON {Quoted(table)} IS '{condition.Replace("'", "''", StringComparison.Ordinal)}'",
        ];
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        }
    }

    private static string ConditionOn(string column) => TenantSetting.ConditionOn(Quoted(column));

    private static string Quoted(string name) => $"\"{name}\"";
}
