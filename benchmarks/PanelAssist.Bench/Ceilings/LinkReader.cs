using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace PanelAssist.Bench.Ceilings;

/// <summary>Reads a link from the database on every job; a few prepared readers are shared.</summary>
internal sealed class LinkReader(string path)
{
    private readonly ConcurrentBag<SqliteCommand> _idle = [];

    public string? FindKey(long chat)
    {
        var command = _idle.TryTake(out var idle) ? idle : Prepare();
        command.Parameters[0].Value = chat;
        var key = command.ExecuteScalar() as string;
        _idle.Add(command);
        return key;
    }

    private SqliteCommand Prepare()
    {
        var command = DurableSqlite.Open(path).CreateCommand();
        command.CommandText = "SELECT api_key FROM links WHERE chat_id = $1";
        command.Parameters.Add("$1", SqliteType.Integer);
        command.Prepare();
        return command;
    }
}
