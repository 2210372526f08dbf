using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Conversations;

/// <summary>What only people's changes write beside the turn itself.</summary>
internal sealed partial class CommitTurn
{
    // What went out perhaps already stays marked so; the rest is known not to have left.
    private const string MarkNotSent =
        """
        UPDATE messages SET delivery = CASE WHEN EXISTS (SELECT 1 FROM outbox_entries o WHERE o.message_id = messages.id AND o.possibly_twice {0}) THEN 5 ELSE 6 END
        WHERE author = 1 AND id IN (SELECT message_id FROM outbox_entries WHERE conversation_id = {1} AND status = 0)
        """;

    private const string CancelEntries =
        """
        UPDATE outbox_entries SET status = 4, item = '{{}}'
        WHERE conversation_id = {0} AND status = 0 AND message_id IN (SELECT m.id FROM messages m WHERE m.id = outbox_entries.message_id AND m.author = 1)
        """;

    private static readonly string MarkNotSentSqlite = Text(MarkNotSent, "AND o.conversation_id = ?1 AND o.status = 0", "?1");

    private static readonly string MarkNotSentPostgres = Text(MarkNotSent, "AND o.conversation_id = $1 AND o.status = 0", "$1");

    private static readonly string CancelEntriesSqlite = Text(CancelEntries, "?1");

    private static readonly string CancelEntriesPostgres = Text(CancelEntries, "$1");

    private void CancelQueued(SqliteSession session)
    {
        session.Prepare(MarkNotSentSqlite).Bind(turn.State.Id).Run();
        session.Prepare(CancelEntriesSqlite).Bind(turn.State.Id).Run();
    }

    private void WriteLabels(SqliteSession session)
    {
        if (turn.LabelsChanged)
        {
            session.Prepare("DELETE FROM conversation_labels WHERE conversation_id = ?").Bind(turn.State.Id).Run();
            foreach (var label in turn.State.Labels)
            {
                session.Prepare("INSERT INTO conversation_labels (conversation_id, label_id, tenant_id, last_message_at) VALUES (?, ?, ?, ?)")
                    .Bind(turn.State.Id).Bind(label).Bind(turn.State.Tenant.Value).Bind(activityAt).Run();
            }
        }
        else if (turn.State.Labels.Count > 0)
        {
            session.Prepare("UPDATE conversation_labels SET last_message_at = ? WHERE conversation_id = ?").Bind(activityAt).Bind(turn.State.Id).Run();
        }
    }

    private void InsertAudit(SqliteSession session)
    {
        if (turn.Audit is { } audit)
        {
            session.Prepare("INSERT INTO audit_entries (id, tenant_id, at, actor, action, target) VALUES (?, ?, ?, ?, ?, ?)")
                .Bind(audit.Id).Bind(turn.State.Tenant.Value).Bind(turn.At).Bind(audit.Actor).Bind(audit.Action).Bind(Target).Run();
        }
    }

    /// <summary>The same on PostgreSQL. Cancelling comes before the new messages, labels and audit after the conversation.</summary>
    private void AddPeoplesChanges(Action<string, object?[]> add)
    {
        var state = turn.State;
        if (turn.Silences)
        {
            add(MarkNotSentPostgres, [state.Id]);
            add(CancelEntriesPostgres, [state.Id]);
        }

        if (turn.LabelsChanged)
        {
            add("DELETE FROM conversation_labels WHERE conversation_id = $1", [state.Id]);
            foreach (var label in state.Labels)
            {
                add("INSERT INTO conversation_labels (conversation_id, label_id, tenant_id, last_message_at) VALUES ($1, $2, $3, $4)", [state.Id, label, state.Tenant.Value, activityAt]);
            }
        }
        else if (state.Labels.Count > 0)
        {
            add("UPDATE conversation_labels SET last_message_at = $1 WHERE conversation_id = $2", [activityAt, state.Id]);
        }

        if (turn.Audit is { } audit)
        {
            add("INSERT INTO audit_entries (id, tenant_id, at, actor, action, target) VALUES ($1, $2, $3, $4, $5, $6)", [audit.Id, state.Tenant.Value, turn.At, audit.Actor, audit.Action, Target]);
        }
    }

    private string Target => $"conversation:{turn.State.Id:N}";

    private static string Text(string sql, params object[] parts) => string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, parts);
}
