using Npgsql;
using NpgsqlTypes;

namespace PanelAssist.Bench.Ceilings;

/// <summary>PostgreSQL, synchronous_commit=on, one connection, a batch as one unnest statement.</summary>
internal sealed class PostgresUpdates
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _insert;

    private PostgresUpdates(NpgsqlConnection connection, NpgsqlCommand insert)
    {
        _connection = connection;
        _insert = insert;
    }

    public static async Task<PostgresUpdates> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var create = connection.CreateCommand())
        {
            create.CommandText = "CREATE TABLE IF NOT EXISTS ceiling_updates (update_id bigint PRIMARY KEY, payload bytea NOT NULL)";
            await create.ExecuteNonQueryAsync();
        }

        var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO ceiling_updates SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING";
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await insert.PrepareAsync();
        return new PostgresUpdates(connection, insert);
    }

    public async Task CommitAsync(IReadOnlyList<StoredUpdate> updates)
    {
        var ids = new long[updates.Count];
        var payloads = new byte[updates.Count][];
        for (var i = 0; i < updates.Count; i++)
        {
            (ids[i], payloads[i]) = updates[i];
        }

        _insert.Parameters[0].Value = ids;
        _insert.Parameters[1].Value = payloads;
        await _insert.ExecuteNonQueryAsync();
    }
}
