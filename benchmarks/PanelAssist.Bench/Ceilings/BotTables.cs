using Microsoft.Data.Sqlite;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Ceilings;

/// <summary>The plain bot's database: the same tables as the comparison bots have.</summary>
internal sealed class BotTables
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _reply;

    public BotTables(string path)
    {
        _connection = DurableSqlite.Open(path);
        DurableSqlite.Run(_connection, """
            CREATE TABLE IF NOT EXISTS updates (update_id INTEGER PRIMARY KEY, payload BLOB NOT NULL);
            CREATE TABLE IF NOT EXISTS replies (id INTEGER PRIMARY KEY, update_id INTEGER NOT NULL, chat_id INTEGER NOT NULL, text TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS links (chat_id INTEGER PRIMARY KEY, username TEXT NOT NULL, api_key TEXT NOT NULL);
            """);
        _update = Prepare("INSERT INTO updates (update_id, payload) VALUES ($1, $2) ON CONFLICT DO NOTHING", SqliteType.Integer, SqliteType.Blob);
        _reply = Prepare("INSERT INTO replies (update_id, chat_id, text) VALUES ($1, $2, $3)", SqliteType.Integer, SqliteType.Integer, SqliteType.Text);
    }

    public void LinkCustomers(int count)
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = Prepare("INSERT OR REPLACE INTO links (chat_id, username, api_key) VALUES ($1, $2, $3)", SqliteType.Integer, SqliteType.Text, SqliteType.Text);
        insert.Transaction = transaction;
        for (var customer = 0; customer < count; customer++)
        {
            insert.Parameters[0].Value = BenchOrders.FirstChat + customer;
            insert.Parameters[1].Value = BenchOrders.Username(customer);
            insert.Parameters[2].Value = BenchOrders.CustomerKey(customer);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public SqliteTransaction Begin()
    {
        var transaction = _connection.BeginTransaction();
        _update.Transaction = transaction;
        _reply.Transaction = transaction;
        return transaction;
    }

    public void Add(StoredUpdate update)
    {
        _update.Parameters[0].Value = update.Id;
        _update.Parameters[1].Value = update.Payload;
        _update.ExecuteNonQuery();
    }

    public void Add(StoredReply reply)
    {
        _reply.Parameters[0].Value = reply.UpdateId;
        _reply.Parameters[1].Value = reply.Chat;
        _reply.Parameters[2].Value = reply.Text;
        _reply.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<SqliteType> types)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < types.Length; i++)
        {
            command.Parameters.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i + 1}"), types[i]);
        }

        command.Prepare();
        return command;
    }
}
