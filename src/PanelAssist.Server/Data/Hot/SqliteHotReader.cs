using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace PanelAssist.Server.Data.Hot;

/// <summary>Reads beside the writer: in WAL mode neither waits for the other. A look-up takes microseconds, so it does not leave its thread.</summary>
internal sealed class SqliteHotReader(SqliteConnectionString connectionString) : IHotReader, IDisposable
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    public ValueTask<List<T>> ReadAsync<T>(string sql, Guid key, Guid tenant, Func<IHotRow, T> read, CancellationToken cancellationToken)
    {
        if (!_idle.TryTake(out var session))
        {
            session = Open();
        }

        try
        {
            var statement = session.Prepare(sql).Bind(key).Bind(tenant);
            var rows = new List<T>();
            while (statement.Step())
            {
                rows.Add(read(statement));
            }

            // A statement left on a row would hold its snapshot, and the log could not be truncated.
            statement.Reset();
            _idle.Add(session);
            return ValueTask.FromResult(rows);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(connectionString.Value);
        connection.Open();
        SqlitePragmas.Apply(connection);
        return new SqliteSession(connection);
    }
}
