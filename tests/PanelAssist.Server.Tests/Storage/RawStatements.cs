using System.Globalization;
using Npgsql;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Storage;

/// <summary>SQL past the product.</summary>
internal static class RawStatements
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<int> RunAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(Cancelled);
    }

    public static async Task<string?> ReadAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Cancelled), CultureInfo.InvariantCulture);
    }

    public static async Task<long> CountAsync(this NpgsqlConnection connection, string table) =>
        long.Parse((await connection.ReadAsync($"SELECT count(*) FROM {table}"))!, CultureInfo.InvariantCulture);

    /// <summary>A statement that puts a row of this tenant into the table: every column that must have a value gets one of its type.</summary>
    public static async Task<string> InsertOfAsync(this NpgsqlConnection connection, string table, TenantId tenant) => (await connection.ReadAsync(
        $"""
        SELECT format('INSERT INTO {table} (%s) VALUES (%s)', string_agg(quote_ident(column_name), ', '), string_agg(
            CASE WHEN column_name = 'tenant_id' THEN '''{tenant}''' ELSE CASE data_type
                WHEN 'uuid' THEN 'gen_random_uuid()'
                WHEN 'text' THEN 'gen_random_uuid()::text'
                WHEN 'bytea' THEN 'gen_random_uuid()::text::bytea'
                WHEN 'boolean' THEN 'false'
                ELSE '0' END END, ', '))
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}' AND is_nullable = 'NO'
        """))!;
}
