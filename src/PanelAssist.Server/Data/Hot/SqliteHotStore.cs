using Microsoft.Data.Sqlite;

namespace PanelAssist.Server.Data.Hot;

internal sealed class SqliteHotStore(SqliteConnectionString connectionString, SqliteWriteGate gate) : IHotStore
{
    private SqliteSession? _session;

    public async Task WriteAsync(IReadOnlyList<WriteOperation> group, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        var session = _session ??= Open();
        try
        {
            session.Run("BEGIN IMMEDIATE");
            foreach (var operation in group)
            {
                operation.WriteSqlite(session);
            }

            session.ResetAll();
            session.Run("COMMIT");
        }
        catch
        {
            // The connection is given up rather than mended: whatever state it is in, a new one starts clean.
            session.Dispose();
            _session = null;
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _session?.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(connectionString.Value);
        connection.Open();
        SqlitePragmas.Apply(connection);
        return new SqliteSession(connection);
    }
}

/// <summary>The embedded database's connection string, without pooling: its pragmas belong to the connection.</summary>
internal sealed record SqliteConnectionString(string Value);

internal static class SqlitePragmas
{
    /// <summary>WAL with a full sync at each commit: what was acknowledged survives power loss.</summary>
    public static void Apply(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";
        command.ExecuteNonQuery();
    }
}
