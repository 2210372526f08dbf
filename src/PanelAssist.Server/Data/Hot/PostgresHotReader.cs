using Npgsql;
using PanelAssist.Server.Data.RowSecurity;

namespace PanelAssist.Server.Data.Hot;

internal sealed class PostgresHotReader(NpgsqlDataSource dataSource) : IHotReader
{
    public async ValueTask<List<T>> ReadAsync<T>(string sql, Guid key, Guid tenant, Func<IHotRow, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.SeeTenant(tenant);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = key }, new NpgsqlParameter<Guid> { TypedValue = tenant } },
        });
        await batch.PrepareAsync(cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var row = new Row(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private sealed class Row(NpgsqlDataReader reader) : IHotRow
    {
        public Guid GetGuid(int column) => reader.GetGuid(column);

        public Guid? GetGuidOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

        public bool IsNull(int column) => reader.IsDBNull(column);

        public long GetInt64(int column) => reader.GetFieldValue<long>(column);

        public long? GetInt64OrNull(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<long>(column);

        public bool GetBoolean(int column) => reader.GetBoolean(column);

        public string GetString(int column) => reader.GetString(column);

        public string? GetStringOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        public byte[]? GetBytesOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

        public DateTimeOffset GetMoment(int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
    }
}
