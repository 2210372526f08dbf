using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PanelAssist.Bench.Seeding;

/// <summary>Fills the embedded database while no server has it open. Not durable until it is closed.</summary>
internal sealed class SqliteSeed : ISeedDatabase
{
    private readonly SqliteConnection _connection;

    public SqliteSeed(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-400000;");
    }

    public async Task FillAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await using var insert = _connection.CreateCommand();
        insert.CommandText = string.Create(
            CultureInfo.InvariantCulture, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, index) => $"@p{index}"))})");
        var parameters = columns.Select((_, index) => insert.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@p{index}"), DBNull.Value))).ToList();
        await insert.PrepareAsync();
        foreach (var row in rows)
        {
            for (var index = 0; index < row.Length; index++)
            {
                parameters[index].Value = row[index] switch { null => DBNull.Value, Guid id => id.ToByteArray(bigEndian: true), var value => value };
            }

            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public Task SettleAsync()
    {
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
