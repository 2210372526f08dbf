using Npgsql;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Inbox;

/// <summary>Takes up events that nobody has: never dispatched, or whose process died. The attempt is counted here, so that an event that kills the process runs out too.</summary>
internal sealed class ClaimWaiting(DateTimeOffset now, DateTimeOffset leasedUntil, int limit) : WriteOperation
{
    private readonly List<StoredEvent> _claimed = [];

    /// <summary>In the order they were stored.</summary>
    public IEnumerable<StoredEvent> Claimed => _claimed.OrderBy(claimed => claimed.Id.ToString("N"), StringComparer.Ordinal);

    public int Count => _claimed.Count;

    public override IPostgresWriter Postgres => PostgresClaim.Instance;

    public override void WriteSqlite(SqliteSession session)
    {
        var statement = session.Prepare(
            """
            UPDATE inbox_entries SET attempts = attempts + 1, leased_until = ?
            WHERE id IN (SELECT id FROM inbox_entries WHERE status = 0 AND leased_until < ? ORDER BY leased_until, id LIMIT ?)
            RETURNING id, tenant_id, channel_connection_id, event_id, payload, received_at, attempts
            """)
            .Bind(leasedUntil).Bind(now).Bind((long)limit);
        while (statement.Step())
        {
            _claimed.Add(new StoredEvent(
                statement.GetGuid(0),
                new TenantId(statement.GetGuid(1)),
                statement.GetGuid(2),
                statement.GetString(3),
                statement.GetBytesOrNull(4) ?? [],
                statement.GetMoment(5),
                (int)statement.GetInt64(6)));
        }
    }

    private sealed class PostgresClaim : PostgresWriter<ClaimWaiting>
    {
        public static readonly PostgresClaim Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, ClaimWaiting[] operations, CancellationToken cancellationToken)
        {
            foreach (var operation in operations)
            {
                await operation.WritePostgresAsync(connection, cancellationToken);
            }
        }
    }

    private async Task WritePostgresAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE inbox_entries SET attempts = attempts + 1, leased_until = $1
            WHERE id IN (
                SELECT id FROM inbox_entries WHERE status = 0 AND leased_until < $2
                ORDER BY leased_until, id LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING id, tenant_id, channel_connection_id, event_id, payload, received_at, attempts
            """,
            connection);
        command.Parameters.Add(new() { Value = leasedUntil.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new() { Value = now.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _claimed.Add(new StoredEvent(
                reader.GetGuid(0),
                new TenantId(reader.GetGuid(1)),
                reader.GetGuid(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? [] : reader.GetFieldValue<byte[]>(4),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
                reader.GetInt32(6)));
        }
    }
}

/// <summary>At the start of the only process: whatever a predecessor held is free, there is nobody else it could belong to.</summary>
internal sealed class FreeAllLeases : RareOperation
{
    public override void WriteSqlite(SqliteSession session)
    {
        session.Run("UPDATE inbox_entries SET leased_until = 0 WHERE status = 0");
        session.Run("UPDATE outbox_entries SET leased_until = 0 WHERE status < 2");
        session.Run("UPDATE panel_actions SET check_at = 0 WHERE state = 0 AND check_at IS NOT NULL");
    }

    protected override void AddPostgres(NpgsqlBatch batch)
    {
        Add(batch, "UPDATE inbox_entries SET leased_until = 0 WHERE status = 0");
        Add(batch, "UPDATE outbox_entries SET leased_until = 0 WHERE status < 2");
        Add(batch, "UPDATE panel_actions SET check_at = 0 WHERE state = 0 AND check_at IS NOT NULL");
    }
}
