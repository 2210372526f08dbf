using Microsoft.Data.Sqlite;

namespace PanelAssist.Bench.Ceilings;

/// <summary>SQLite, WAL, synchronous=FULL, one connection, prepared once.</summary>
internal sealed class SqliteUpdates
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _id;
    private readonly SqliteParameter _payload;

    public SqliteUpdates(string path)
    {
        _connection = DurableSqlite.Open(path);
        DurableSqlite.Run(_connection, "CREATE TABLE IF NOT EXISTS updates (update_id INTEGER PRIMARY KEY, payload BLOB NOT NULL)");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO updates (update_id, payload) VALUES ($id, $payload) ON CONFLICT DO NOTHING";
        _id = _insert.Parameters.Add("$id", SqliteType.Integer);
        _payload = _insert.Parameters.Add("$payload", SqliteType.Blob);
        _insert.Prepare();
    }

    public Task CommitAsync(IReadOnlyList<StoredUpdate> updates)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var update in updates)
        {
            _id.Value = update.Id;
            _payload.Value = update.Payload;
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }
}
