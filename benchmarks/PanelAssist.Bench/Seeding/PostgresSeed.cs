using Npgsql;
using NpgsqlTypes;

namespace PanelAssist.Bench.Seeding;

internal sealed class PostgresSeed(string connectionString) : ISeedDatabase
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task FillAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var value in row)
            {
                await (value switch
                {
                    null => copy.WriteNullAsync(),
                    Guid id => copy.WriteAsync(id, NpgsqlDbType.Uuid),
                    string text => copy.WriteAsync(text, NpgsqlDbType.Text),
                    long number => copy.WriteAsync(number, NpgsqlDbType.Bigint),
                    int number => copy.WriteAsync(number, NpgsqlDbType.Integer),
                    bool truth => copy.WriteAsync(truth, NpgsqlDbType.Boolean),
                    _ => throw new NotSupportedException(value.GetType().Name),
                });
            }
        }

        await copy.CompleteAsync();
    }

    public async Task SettleAsync()
    {
        await using var command = _source.CreateCommand("VACUUM ANALYZE");
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
