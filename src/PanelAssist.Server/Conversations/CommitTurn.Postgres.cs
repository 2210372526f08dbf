using Npgsql;
using NpgsqlTypes;
using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Conversations;

internal sealed partial class CommitTurn
{
    public override IPostgresWriter Postgres => PostgresTurns.Instance;

    /// <summary>Reads which turns still apply, under lock, then writes those with one statement a table.</summary>
    private sealed class PostgresTurns : PostgresWriter<CommitTurn>
    {
        public static readonly PostgresTurns Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, CommitTurn[] operations, CancellationToken cancellationToken)
        {
            await JudgeAsync(connection, operations, cancellationToken);
            var applying = Array.FindAll(operations, operation => operation.Result is TurnCommitResult.Committed);
            if (applying.Length == 0)
            {
                return;
            }

            await using var batch = new NpgsqlBatch(connection);
            EndEvents(batch, applying);
            AdvanceConversations(batch, applying);
            foreach (var operation in applying)
            {
                operation.AddPeoplesChanges((sql, values) => AddRow(batch, sql, values));
            }

            InsertIdentities(batch, applying);
            InsertMessages(batch, applying);
            InsertOutbox(batch, applying);
            foreach (var settlement in applying.SelectMany(operation => operation.Turn.Settlements))
            {
                settlement.AddPostgres((sql, values) => AddRow(batch, sql, values));
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        private static async Task JudgeAsync(NpgsqlConnection connection, CommitTurn[] operations, CancellationToken cancellationToken)
        {
            var created = Array.FindAll(operations, operation => operation.Turn.State.Version == 0);
            await using var batch = new NpgsqlBatch(connection);

            // A conversation's row is made first, at version 0, so that there is something to lock.
            Add(
                batch,
                """
                INSERT INTO conversations (id, tenant_id, channel_connection_id, chat_id, thread_id, is_private, identity_id, status, version,
                    last_sequence, language, memory, unreachable, created_at, last_message_at, silenced_sequence, labels)
                SELECT id, tenant, connection, chat, thread, private, identity, 0, 0, 0, 'en', '{}', false, created, created, 0, '[]'
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS new (id, tenant, connection, chat, thread, private, identity, created)
                ON CONFLICT (id) DO NOTHING
                """,
                (Array.ConvertAll(created, o => o.Turn.State.Id), NpgsqlDbType.Uuid),
                (Array.ConvertAll(created, o => o.Turn.State.Tenant.Value), NpgsqlDbType.Uuid),
                (Array.ConvertAll(created, o => o.Turn.State.ConnectionId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(created, o => o.Turn.State.ChatId), NpgsqlDbType.Text),
                (Array.ConvertAll(created, o => o.Turn.State.ThreadId), NpgsqlDbType.Bigint),
                (Array.ConvertAll(created, o => o.Turn.State.IsPrivate), NpgsqlDbType.Boolean),
                (Array.ConvertAll(created, o => o.Turn.State.IdentityId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(created, o => o.Turn.State.CreatedAt.ToUnixTimeMilliseconds()), NpgsqlDbType.Bigint));

            // Locks are taken in the order of ids, so that two nodes cannot wait for each other.
            Add(
                batch,
                "SELECT id, version FROM conversations WHERE id = ANY ($1) ORDER BY id FOR UPDATE",
                (Array.ConvertAll(operations, o => o.Turn.State.Id), NpgsqlDbType.Uuid));
            Add(
                batch,
                "SELECT id FROM inbox_entries WHERE id = ANY ($1) AND status = 0 ORDER BY id FOR UPDATE",
                (Array.ConvertAll(operations, o => o.Turn.Handles ?? Guid.Empty), NpgsqlDbType.Uuid));
            var versions = new Dictionary<Guid, long>(operations.Length);
            var waiting = new HashSet<Guid>(operations.Length);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                versions[reader.GetGuid(0)] = reader.GetInt64(1);
            }

            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                waiting.Add(reader.GetGuid(0));
            }

            foreach (var operation in operations)
            {
                var turn = operation.Turn;
                operation.Result = turn.Handles is { } handled && !waiting.Contains(handled) ? TurnCommitResult.AlreadyHandled
                    : versions.TryGetValue(turn.State.Id, out var version) && version == turn.State.Version ? TurnCommitResult.Committed
                    : TurnCommitResult.Stale;
            }
        }

        private static void EndEvents(NpgsqlBatch batch, CommitTurn[] applying)
        {
            var ending = Array.FindAll(applying, o => o.Turn.Handles is not null);
            Add(
                batch,
                """
                UPDATE inbox_entries e SET status = 1, handled_at = done.at, payload = CASE WHEN done.forget THEN NULL ELSE e.payload END
                FROM unnest($1, $2, $3) AS done (id, at, forget) WHERE e.id = done.id
                """,
                (Array.ConvertAll(ending, o => o.Turn.Handles!.Value), NpgsqlDbType.Uuid),
                (Array.ConvertAll(ending, o => o.Turn.At.ToUnixTimeMilliseconds()), NpgsqlDbType.Bigint),
                (Array.ConvertAll(ending, o => o.Turn.ForgetPayload), NpgsqlDbType.Boolean));
        }

        private static void AdvanceConversations(NpgsqlBatch batch, CommitTurn[] applying) => Add(
            batch,
            """
            UPDATE conversations c SET version = c.version + 1, chat_id = new.chat, status = new.status, last_sequence = new.sequence,
                language = new.language, memory = new.memory, unreachable = new.unreachable, last_message_at = new.at,
                assignee_id = new.assignee, snoozed_until = new.snoozed, waiting_since = new.waiting, silenced_sequence = new.silenced,
                labels = new.labels, last_text = new.text, last_author = new.author
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                AS new (id, chat, status, sequence, language, memory, unreachable, at, assignee, snoozed, waiting, silenced, labels, text, author)
            WHERE c.id = new.id
            """,
            (Array.ConvertAll(applying, o => o.Turn.State.Id), NpgsqlDbType.Uuid),
            (Array.ConvertAll(applying, o => o.Turn.State.ChatId), NpgsqlDbType.Text),
            (Array.ConvertAll(applying, o => (int)o.Turn.State.Status), NpgsqlDbType.Integer),
            (Array.ConvertAll(applying, o => o.Turn.State.LastSequence), NpgsqlDbType.Bigint),
            (Array.ConvertAll(applying, o => o.Turn.State.Language), NpgsqlDbType.Text),
            (Array.ConvertAll(applying, o => o.Turn.State.Memory.ToJson()), NpgsqlDbType.Text),
            (Array.ConvertAll(applying, o => o.Turn.State.Unreachable), NpgsqlDbType.Boolean),
            (Array.ConvertAll(applying, o => o.ActivityMilliseconds), NpgsqlDbType.Bigint),
            (Array.ConvertAll(applying, o => o.Turn.State.AssigneeId), NpgsqlDbType.Uuid),
            (Array.ConvertAll(applying, o => o.Turn.State.SnoozedUntil?.ToUnixTimeMilliseconds()), NpgsqlDbType.Bigint),
            (Array.ConvertAll(applying, o => o.Turn.State.WaitingSince?.ToUnixTimeMilliseconds()), NpgsqlDbType.Bigint),
            (Array.ConvertAll(applying, o => o.Turn.State.SilencedSequence), NpgsqlDbType.Bigint),
            (Array.ConvertAll(applying, o => LabelList.ToJson(o.Turn.State.Labels)), NpgsqlDbType.Text),
            (Array.ConvertAll(applying, o => o.Turn.State.LastText), NpgsqlDbType.Text),
            (Array.ConvertAll(applying, o => (int?)o.Turn.State.LastAuthor), NpgsqlDbType.Integer));

        private static void InsertIdentities(NpgsqlBatch batch, CommitTurn[] applying)
        {
            var with = Array.FindAll(applying, o => o.Turn.Identity is not null);
            if (with.Length == 0)
            {
                return;
            }

            var tenants = (Array.ConvertAll(with, o => o.Turn.State.Tenant.Value), NpgsqlDbType.Uuid);
            var contacts = (Array.ConvertAll(with, o => o.Turn.Identity!.ContactId), NpgsqlDbType.Uuid);
            var names = (Array.ConvertAll(with, o => o.Turn.Identity!.DisplayName), NpgsqlDbType.Text);
            var moments = (Array.ConvertAll(with, o => o.Turn.At.ToUnixTimeMilliseconds()), NpgsqlDbType.Bigint);
            Add(
                batch,
                """
                INSERT INTO contacts (id, tenant_id, display_name, created_at) SELECT DISTINCT ON (1) * FROM unnest($1, $2, $3, $4)
                ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name WHERE contacts.display_name IS NULL
                """,
                contacts, tenants, names, moments);
            Add(
                batch,
                """
                INSERT INTO contact_identities (id, tenant_id, channel_connection_id, external_id, contact_id, display_name, created_at)
                SELECT DISTINCT ON (1) * FROM unnest($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name WHERE contact_identities.display_name IS NULL
                """,
                (Array.ConvertAll(with, o => o.Turn.Identity!.Id), NpgsqlDbType.Uuid),
                tenants,
                (Array.ConvertAll(with, o => o.Turn.State.ConnectionId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(with, o => o.Turn.Identity!.ExternalId), NpgsqlDbType.Text),
                contacts, names, moments);
        }

        private static void InsertMessages(NpgsqlBatch batch, CommitTurn[] applying)
        {
            var rows = applying.SelectMany(o => o.Turn.Messages.Select(message => (o.Turn.State, Message: message))).ToArray();
            Add(
                batch,
                """
                INSERT INTO messages (id, tenant_id, conversation_id, sequence, direction, author, identity_id, text, buttons, at, delivery, provider_message_id, inbox_entry_id, member_id, mentions)
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                """,
                (Array.ConvertAll(rows, r => r.Message.Id), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.State.Tenant.Value), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.State.Id), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Message.Sequence), NpgsqlDbType.Bigint),
                (Array.ConvertAll(rows, r => (int)r.Message.Direction), NpgsqlDbType.Integer),
                (Array.ConvertAll(rows, r => (int)r.Message.Author), NpgsqlDbType.Integer),
                (Array.ConvertAll(rows, r => r.Message.IdentityId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Message.Text), NpgsqlDbType.Text),
                (Array.ConvertAll(rows, r => ButtonsJson(r.Message)), NpgsqlDbType.Text),
                (Array.ConvertAll(rows, r => r.Message.At.ToUnixTimeMilliseconds()), NpgsqlDbType.Bigint),
                (Array.ConvertAll(rows, r => (int)r.Message.Delivery), NpgsqlDbType.Integer),
                (Array.ConvertAll(rows, r => r.Message.ProviderMessageId), NpgsqlDbType.Text),
                (Array.ConvertAll(rows, r => r.Message.InboxEntryId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Message.MemberId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => MentionsJson(r.Message)), NpgsqlDbType.Text));
        }

        private static void InsertOutbox(NpgsqlBatch batch, CommitTurn[] applying)
        {
            var rows = applying.SelectMany(o => o.Turn.Outbox.Select((entry, index) => (Operation: o, o.Turn, Entry: entry, Index: index))).ToArray();
            if (rows.Length == 0)
            {
                return;
            }

            var moments = (Array.ConvertAll(rows, r => r.Turn.At.ToUnixTimeMilliseconds()), NpgsqlDbType.Bigint);
            Add(
                batch,
                """
                INSERT INTO outbox_entries (id, tenant_id, channel_connection_id, conversation_id, message_id, item, status, attempts, due_at, leased_until, possibly_twice, created_at)
                SELECT id, tenant, connection, conversation, message, item, status, attempts, at, leased, false, at
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS new (id, tenant, connection, conversation, message, item, status, attempts, at, leased)
                """,
                (Array.ConvertAll(rows, r => r.Entry.Id), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Turn.State.Tenant.Value), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Turn.State.ConnectionId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Turn.State.Id), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Entry.MessageId), NpgsqlDbType.Uuid),
                (Array.ConvertAll(rows, r => r.Entry.Json), NpgsqlDbType.Text),
                (Array.ConvertAll(rows, r => (int)r.Operation.StatusOf(r.Index)), NpgsqlDbType.Integer),
                (Array.ConvertAll(rows, r => (int)r.Operation.AttemptsOf(r.Index)), NpgsqlDbType.Integer),
                moments,
                (Array.ConvertAll(rows, r => r.Operation.LeasedUntilMilliseconds), NpgsqlDbType.Bigint));
        }

        private static void AddRow(NpgsqlBatch batch, string sql, object?[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(RareOperation.Parameter(value));
            }

            batch.BatchCommands.Add(command);
        }

        private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<(Array Values, NpgsqlDbType Type)> parameters)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var (values, type) in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
            }

            batch.BatchCommands.Add(command);
        }
    }

    private long ActivityMilliseconds => activityAt.ToUnixTimeMilliseconds();

    private long LeasedUntilMilliseconds => leasedUntil.ToUnixTimeMilliseconds();
}
