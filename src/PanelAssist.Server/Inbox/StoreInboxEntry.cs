using Npgsql;
using NpgsqlTypes;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Inbox;

/// <summary>Stores one event unless its key is there already.</summary>
/// <param name="stored">Called once it is on disk and new, in the order of storing.</param>
internal sealed class StoreInboxEntry(
    Guid id,
    TenantId tenant,
    Guid connection,
    string eventId,
    byte[] payload,
    DateTimeOffset receivedAt,
    DateTimeOffset leasedUntil,
    Action<StoreInboxEntry> stored)
    : WriteOperation
{
    public Guid Id => id;

    public TenantId Tenant => tenant;

    public Guid Connection => connection;

    public string EventId => eventId;

    public byte[] Payload => payload;

    public DateTimeOffset ReceivedAt => receivedAt;

    public DateTimeOffset LeasedUntil => leasedUntil;

    /// <summary>Taken up by this process as it is stored: the first attempt is counted with it.</summary>
    public int Attempts => LeasedUntil > ReceivedAt ? 1 : 0;

    /// <summary>False when such an event had been stored before.</summary>
    public bool Stored { get; private set; }

    public override IPostgresWriter Postgres => PostgresInsert.Instance;

    public override void Complete()
    {
        if (Stored)
        {
            stored(this);
        }

        base.Complete();
    }

    public override void Fail(Exception exception)
    {
        // The statement may have succeeded before the commit did not.
        Stored = false;
        base.Fail(exception);
    }

    public override void WriteSqlite(SqliteSession session)
    {
        session.Prepare(
            """
            INSERT INTO inbox_entries (id, tenant_id, channel_connection_id, event_id, payload, status, attempts, leased_until, received_at)
            VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)
            ON CONFLICT (channel_connection_id, event_id) DO NOTHING
            """)
            .Bind(id).Bind(tenant.Value).Bind(connection).Bind(eventId).Bind(payload)
            .Bind(Attempts).Bind(leasedUntil).Bind(receivedAt)
            .Run();
        Stored = session.Changes == 1;
    }

    private sealed class PostgresInsert : PostgresWriter<StoreInboxEntry>
    {
        public static readonly PostgresInsert Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, StoreInboxEntry[] operations, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO inbox_entries (id, tenant_id, channel_connection_id, event_id, payload, status, attempts, leased_until, received_at)
                SELECT id, tenant, connection, event, payload, 0, attempts, leased, received
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS new (id, tenant, connection, event, payload, attempts, leased, received)
                ON CONFLICT (channel_connection_id, event_id) DO NOTHING
                RETURNING id
                """,
                connection);
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.Tenant.Value), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.Connection), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.EventId), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.Payload), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.Attempts), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.LeasedUntil.ToUnixTimeMilliseconds()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            command.Parameters.Add(new() { Value = Array.ConvertAll(operations, o => o.ReceivedAt.ToUnixTimeMilliseconds()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            var stored = new HashSet<Guid>(operations.Length);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                stored.Add(reader.GetGuid(0));
            }

            foreach (var operation in operations)
            {
                operation.Stored = stored.Contains(operation.Id);
            }
        }
    }
}
