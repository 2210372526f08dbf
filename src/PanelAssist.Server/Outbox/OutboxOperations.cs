using Npgsql;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Outbox;

/// <summary>
/// Step 10: notes that a send begins, unless the row was written so. Found after a crash, it may have gone out. It does
/// not begin where people took the conversation over after the assistant had spoken, however the row came to wait.
/// </summary>
internal sealed class BeginSend(Guid id, DateTimeOffset leasedUntil) : RareOperation
{
    private const string NotSilenced =
        """
        status < 2 AND NOT EXISTS (
            SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.id = outbox_entries.message_id AND m.author = 1 AND m.sequence <= c.silenced_sequence)
        """;

    private NpgsqlBatchCommand? _command;
    private bool _begun;

    /// <summary>False where it is not to leave, or has ended already.</summary>
    public bool Begun => _command is { } command ? command.RecordsAffected == 1 : _begun;

    public override void WriteSqlite(SqliteSession session)
    {
        session.Prepare($"UPDATE outbox_entries SET status = 1, attempts = attempts + 1, leased_until = ? WHERE id = ? AND {NotSilenced}")
            .Bind(leasedUntil).Bind(id).Run();
        _begun = session.Changes == 1;
    }

    protected override void AddPostgres(NpgsqlBatch batch) => _command = Add(
        batch, $"UPDATE outbox_entries SET status = 1, attempts = attempts + 1, leased_until = $1 WHERE id = $2 AND {NotSilenced}", leasedUntil, id);
}

/// <summary>People took over before this began to leave: it does not.</summary>
internal sealed class CancelSend(OutboxWork work) : RareOperation
{
    private Delivery Delivery => work.PossiblyTwice ? Delivery.SentPossiblyTwice : Delivery.NotSent;

    public override void WriteSqlite(SqliteSession session)
    {
        session.Prepare("UPDATE outbox_entries SET status = 4, item = '{}' WHERE id = ? AND status < 2").Bind(work.Id).Run();
        if (work.Message is { } message)
        {
            session.Prepare("UPDATE messages SET delivery = ? WHERE id = ? AND EXISTS (SELECT 1 FROM outbox_entries WHERE id = ? AND status = 4)")
                .Bind((long)Delivery).Bind(message).Bind(work.Id).Run();
        }
    }

    protected override void AddPostgres(NpgsqlBatch batch)
    {
        Add(batch, "UPDATE outbox_entries SET status = 4, item = '{}' WHERE id = $1 AND status < 2", work.Id);
        if (work.Message is { } message)
        {
            Add(
                batch,
                "UPDATE messages SET delivery = $1 WHERE id = $2 AND EXISTS (SELECT 1 FROM outbox_entries WHERE id = $3 AND status = 4)",
                (int)Delivery, message, work.Id);
        }
    }
}

/// <summary>A row written as begun has to wait after all, or its process ends: nothing has gone out.</summary>
internal sealed class QueueAgain(Guid id, DateTimeOffset dueAt, DateTimeOffset leasedUntil) : RareOperation
{
    public override void WriteSqlite(SqliteSession session) =>
        session.Prepare("UPDATE outbox_entries SET status = 0, attempts = attempts - 1, due_at = ?, leased_until = ? WHERE id = ? AND status = 1")
            .Bind(dueAt).Bind(leasedUntil).Bind(id).Run();

    protected override void AddPostgres(NpgsqlBatch batch) =>
        Add(
            batch,
            "UPDATE outbox_entries SET status = 0, attempts = attempts - 1, due_at = $1, leased_until = $2 WHERE id = $3 AND status = 1",
            dueAt, leasedUntil, id);
}

/// <summary>Step 11: the send is over, for good or for ill. The item's words go with it: the message row has them.</summary>
internal sealed class EndSend(OutboxWork work, OutboxStatus status, Delivery delivery, string? providerMessageId, string? error, bool unreachable) : RareOperation
{
    /// <summary>A dead one keeps its item, for replay.</summary>
    private string? Item => status is OutboxStatus.Dead ? null : "{}";

    public override void WriteSqlite(SqliteSession session)
    {
        session.Prepare("UPDATE outbox_entries SET status = ?, item = coalesce(?, item), possibly_twice = ?, error = ? WHERE id = ?")
            .Bind((long)status).Bind(Item).Bind(work.PossiblyTwice ? 1L : 0L).Bind(error).Bind(work.Id).Run();
        if (work.Message is { } message)
        {
            session.Prepare("UPDATE messages SET delivery = ?, provider_message_id = coalesce(?, provider_message_id) WHERE id = ?")
                .Bind((long)delivery).Bind(providerMessageId).Bind(message).Run();
        }

        if (unreachable)
        {
            session.Prepare("UPDATE conversations SET unreachable = 1 WHERE id = ?").Bind(work.Conversation).Run();
        }
    }

    protected override void AddPostgres(NpgsqlBatch batch)
    {
        Add(
            batch,
            "UPDATE outbox_entries SET status = $1, item = coalesce($2::text, item), possibly_twice = $3, error = $4::text WHERE id = $5",
            (int)status, Item, work.PossiblyTwice, error, work.Id);
        if (work.Message is { } message)
        {
            Add(
                batch,
                "UPDATE messages SET delivery = $1, provider_message_id = coalesce($2::text, provider_message_id) WHERE id = $3",
                (int)delivery, providerMessageId, message);
        }

        if (unreachable)
        {
            Add(batch, "UPDATE conversations SET unreachable = true WHERE id = $1", work.Conversation);
        }
    }
}

/// <summary>Not now: it stays with this process and is tried again when due.</summary>
internal sealed class PostponeSend(OutboxWork work, DateTimeOffset dueAt, DateTimeOffset leasedUntil, string? error) : RareOperation
{
    public override void WriteSqlite(SqliteSession session) =>
        session.Prepare("UPDATE outbox_entries SET status = 0, item = ?, due_at = ?, leased_until = ?, possibly_twice = ?, error = ? WHERE id = ?")
            .Bind(work.Item.ToJson()).Bind(dueAt).Bind(leasedUntil).Bind(work.PossiblyTwice ? 1L : 0L).Bind(error).Bind(work.Id).Run();

    protected override void AddPostgres(NpgsqlBatch batch) =>
        Add(
            batch,
            "UPDATE outbox_entries SET status = 0, item = $1, due_at = $2, leased_until = $3, possibly_twice = $4, error = $5::text WHERE id = $6",
            work.Item.ToJson(), dueAt, leasedUntil, work.PossiblyTwice, error, work.Id);
}

/// <summary>Takes up messages that nobody has. One that was being sent when its process died may arrive twice, and is marked so.</summary>
internal sealed class ClaimOutbox(DateTimeOffset now, DateTimeOffset leasedUntil, int limit) : WriteOperation
{
    /// <summary>Stands in for an item that cannot be read.</summary>
    private static readonly OutboundItem Unreadable = new() { Kind = OutboundKind.Text, ChatId = "" };

    private readonly List<OutboxWork> _claimed = [];

    public IEnumerable<OutboxWork> Claimed => _claimed.OrderBy(work => work.Id.ToString("N"), StringComparer.Ordinal);

    public int Count => _claimed.Count;

    public override IPostgresWriter Postgres => PostgresClaim.Instance;

    public override void WriteSqlite(SqliteSession session)
    {
        var statement = session.Prepare(
            """
            UPDATE outbox_entries SET possibly_twice = CASE WHEN status = 1 THEN 1 ELSE possibly_twice END, status = 0, leased_until = ?
            WHERE id IN (SELECT id FROM outbox_entries WHERE status < 2 AND due_at <= ? AND leased_until < ? ORDER BY id LIMIT ?)
            RETURNING id, tenant_id, channel_connection_id, conversation_id, message_id, item, attempts, possibly_twice
            """)
            .Bind(leasedUntil).Bind(now).Bind(now).Bind((long)limit);
        while (statement.Step())
        {
            _claimed.Add(Read(
                new OutboxWork(
                    statement.GetGuid(0),
                    new TenantId(statement.GetGuid(1)),
                    statement.GetGuid(2),
                    statement.GetGuid(3),
                    statement.GetGuidOrNull(4),
                    Unreadable,
                    (int)statement.GetInt64(6),
                    statement.GetInt64(7) != 0),
                statement.GetString(5)));
        }
    }

    /// <summary>One that cannot be read has no attempts left: it becomes a dead letter, and the others go on.</summary>
    private static OutboxWork Read(OutboxWork work, string json) =>
        OutboundItem.Find(json) is { } item ? work with { Item = item } : work with { Attempts = int.MaxValue };

    private async Task WritePostgresAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE outbox_entries SET possibly_twice = (status = 1 OR possibly_twice), status = 0, leased_until = $1
            WHERE id IN (
                SELECT id FROM outbox_entries WHERE status < 2 AND due_at <= $2 AND leased_until < $2 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING id, tenant_id, channel_connection_id, conversation_id, message_id, item, attempts, possibly_twice
            """,
            connection);
        command.Parameters.Add(new() { Value = leasedUntil.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new() { Value = now.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _claimed.Add(Read(
                new OutboxWork(
                    reader.GetGuid(0),
                    new TenantId(reader.GetGuid(1)),
                    reader.GetGuid(2),
                    reader.GetGuid(3),
                    reader.IsDBNull(4) ? null : reader.GetGuid(4),
                    Unreadable,
                    reader.GetInt32(6),
                    reader.GetBoolean(7)),
                reader.GetString(5)));
        }
    }

    private sealed class PostgresClaim : PostgresWriter<ClaimOutbox>
    {
        public static readonly PostgresClaim Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, ClaimOutbox[] operations, CancellationToken cancellationToken)
        {
            foreach (var operation in operations)
            {
                await operation.WritePostgresAsync(connection, cancellationToken);
            }
        }
    }
}
