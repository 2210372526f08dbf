using System.Text.Json;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Conversations;

/// <summary>Step 9: a turn's messages, new state, outbox rows and the event's end, in one transaction shared with other turns.</summary>
/// <param name="turn">What to commit.</param>
/// <param name="sendsAtOnce">Whether this process sends the first outbox row as soon as it is on disk: then it is written as begun.</param>
/// <param name="leasedUntil">Until when the outbox rows are this process's.</param>
/// <param name="activityAt">When the turn is handed in: later than <see cref="TurnResult.At"/> by as long as the turn took, so that who reads on by it misses nothing.</param>
internal sealed partial class CommitTurn(TurnResult turn, bool sendsAtOnce, DateTimeOffset leasedUntil, DateTimeOffset activityAt) : WriteOperation
{
    public TurnResult Turn => turn;

    public TurnCommitResult Result { get; private set; }

    public override Guid? ExclusiveKey => turn.State.Id;

    /// <summary>Whether the turn's outbox row at <paramref name="index"/> is written as begun.</summary>
    public bool IsBegun(int index) => sendsAtOnce && index == 0;

    public override void WriteSqlite(SqliteSession session)
    {
        if (turn.Handles is { } handled && !EndEvent(session, handled))
        {
            Result = TurnCommitResult.AlreadyHandled;
            return;
        }

        if (!Advance(session))
        {
            if (turn.Handles is { } notHandled)
            {
                session.Prepare("UPDATE inbox_entries SET status = 0, handled_at = NULL WHERE id = ?").Bind(notHandled).Run();
            }

            Result = TurnCommitResult.Stale;
            return;
        }

        if (turn.Silences)
        {
            CancelQueued(session);
        }

        InsertIdentity(session);
        InsertMessages(session);
        InsertOutbox(session);
        WriteLabels(session);
        InsertAudit(session);
        foreach (var settlement in turn.Settlements)
        {
            settlement.WriteSqlite(session);
        }

        if (turn.ForgetPayload && turn.Handles is { } secret)
        {
            session.Prepare("UPDATE inbox_entries SET payload = NULL WHERE id = ?").Bind(secret).Run();
        }

        Result = TurnCommitResult.Committed;
    }

    private static string? ButtonsJson(NewMessage message) =>
        message.Buttons is { Count: > 0 } buttons ? JsonSerializer.Serialize(buttons, ButtonJson.Default.IReadOnlyListReplyButton) : null;

    private static string? MentionsJson(NewMessage message) => message.Mentions is { } mentions ? LabelList.ToJson(mentions) : null;

    private OutboxStatus StatusOf(int index) => IsBegun(index) ? OutboxStatus.Sending : OutboxStatus.Queued;

    private long AttemptsOf(int index) => IsBegun(index) ? 1 : 0;

    private bool EndEvent(SqliteSession session, Guid handled)
    {
        session.Prepare("UPDATE inbox_entries SET status = 1, handled_at = ? WHERE id = ? AND status = 0").Bind(turn.At).Bind(handled).Run();
        return session.Changes == 1;
    }

    private bool Advance(SqliteSession session)
    {
        var state = turn.State;
        if (state.Version == 0)
        {
            session.Prepare(
                """
                INSERT INTO conversations (id, tenant_id, channel_connection_id, chat_id, thread_id, is_private, identity_id, status, version,
                    last_sequence, language, memory, unreachable, created_at, last_message_at, waiting_since, last_text, last_author, silenced_sequence, labels)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '[]')
                ON CONFLICT (id) DO NOTHING
                """)
                .Bind(state.Id).Bind(state.Tenant.Value).Bind(state.ConnectionId).Bind(state.ChatId).Bind(state.ThreadId)
                .Bind(state.IsPrivate ? 1L : 0L).Bind(state.IdentityId).Bind((long)state.Status)
                .Bind(state.LastSequence).Bind(state.Language).Bind(state.Memory.ToJson()).Bind(state.Unreachable ? 1L : 0L)
                .Bind(state.CreatedAt).Bind(activityAt).Bind(state.WaitingSince).Bind(state.LastText).Bind((long?)state.LastAuthor)
                .Run();
        }
        else
        {
            session.Prepare(
                """
                UPDATE conversations SET version = version + 1, chat_id = ?, status = ?, last_sequence = ?, language = ?, memory = ?, unreachable = ?, last_message_at = ?,
                    assignee_id = ?, snoozed_until = ?, waiting_since = ?, silenced_sequence = ?, labels = ?, last_text = ?, last_author = ?
                WHERE id = ? AND version = ? AND tenant_id = ?
                """)
                .Bind(state.ChatId).Bind((long)state.Status).Bind(state.LastSequence).Bind(state.Language).Bind(state.Memory.ToJson())
                .Bind(state.Unreachable ? 1L : 0L).Bind(activityAt)
                .Bind(state.AssigneeId).Bind(state.SnoozedUntil).Bind(state.WaitingSince).Bind(state.SilencedSequence).Bind(LabelList.ToJson(state.Labels))
                .Bind(state.LastText).Bind((long?)state.LastAuthor)
                .Bind(state.Id).Bind(state.Version).Bind(state.Tenant.Value)
                .Run();
        }

        return session.Changes == 1;
    }

    private void InsertIdentity(SqliteSession session)
    {
        if (turn.Identity is not { } identity)
        {
            return;
        }

        // Whom staff linked before they wrote has no name yet.
        session.Prepare(
            """
            INSERT INTO contacts (id, tenant_id, display_name, created_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name WHERE contacts.display_name IS NULL
            """)
            .Bind(identity.ContactId).Bind(turn.State.Tenant.Value).Bind(identity.DisplayName).Bind(turn.At).Run();
        session.Prepare(
            """
            INSERT INTO contact_identities (id, tenant_id, channel_connection_id, external_id, contact_id, display_name, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name WHERE contact_identities.display_name IS NULL
            ON CONFLICT DO NOTHING
            """)
            .Bind(identity.Id).Bind(turn.State.Tenant.Value).Bind(turn.State.ConnectionId).Bind(identity.ExternalId)
            .Bind(identity.ContactId).Bind(identity.DisplayName).Bind(turn.At).Run();
    }

    private void InsertMessages(SqliteSession session)
    {
        foreach (var message in turn.Messages)
        {
            session.Prepare(
                """
                INSERT INTO messages (id, tenant_id, conversation_id, sequence, direction, author, identity_id, text, buttons, at, delivery, provider_message_id, inbox_entry_id, member_id, mentions)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .Bind(message.Id).Bind(turn.State.Tenant.Value).Bind(turn.State.Id).Bind(message.Sequence)
                .Bind((long)message.Direction).Bind((long)message.Author).Bind(message.IdentityId).Bind(message.Text).Bind(ButtonsJson(message))
                .Bind(message.At).Bind((long)message.Delivery).Bind(message.ProviderMessageId).Bind(message.InboxEntryId)
                .Bind(message.MemberId).Bind(MentionsJson(message))
                .Run();
        }
    }

    private void InsertOutbox(SqliteSession session)
    {
        for (var index = 0; index < turn.Outbox.Count; index++)
        {
            var entry = turn.Outbox[index];
            session.Prepare(
                """
                INSERT INTO outbox_entries (id, tenant_id, channel_connection_id, conversation_id, message_id, item, status, attempts, due_at, leased_until, possibly_twice, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                """)
                .Bind(entry.Id).Bind(turn.State.Tenant.Value).Bind(turn.State.ConnectionId).Bind(turn.State.Id).Bind(entry.MessageId)
                .Bind(entry.Json).Bind((long)StatusOf(index)).Bind(AttemptsOf(index)).Bind(turn.At).Bind(leasedUntil).Bind(turn.At)
                .Run();
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(IReadOnlyList<ReplyButton>))]
internal sealed partial class ButtonJson : System.Text.Json.Serialization.JsonSerializerContext;
