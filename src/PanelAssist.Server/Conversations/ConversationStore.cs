using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Conversations;

/// <summary>Reads a conversation into its grain, once an activation.</summary>
internal sealed class ConversationStore(IHotReader reader)
{
    private const string Sql =
        """
        SELECT channel_connection_id, chat_id, thread_id, is_private, identity_id, status, version, last_sequence, language, memory, unreachable, created_at,
            assignee_id, snoozed_until, waiting_since, silenced_sequence, labels, last_text, last_author
        FROM conversations WHERE id = $1 AND tenant_id = $2
        """;

    public async Task<ConversationState?> FindAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        var found = await reader.ReadAsync(Sql, key.Conversation, key.Tenant.Value, row => Read(key, row), cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private static ConversationState Read(ConversationKey key, IHotRow row) => new()
    {
        Tenant = key.Tenant,
        Id = key.Conversation,
        ConnectionId = row.GetGuid(0),
        ChatId = row.GetString(1),
        ThreadId = row.GetInt64OrNull(2),
        IsPrivate = row.GetBoolean(3),
        IdentityId = row.GetGuid(4),
        Status = (ConversationStatus)row.GetInt64(5),
        Version = row.GetInt64(6),
        LastSequence = row.GetInt64(7),
        Language = row.GetString(8),
        Memory = ConversationMemory.FromJson(row.GetString(9)),
        Unreachable = row.GetBoolean(10),
        CreatedAt = row.GetMoment(11),
        AssigneeId = row.GetGuidOrNull(12),
        SnoozedUntil = row.GetMomentOrNull(13),
        WaitingSince = row.GetMomentOrNull(14),
        SilencedSequence = row.GetInt64(15),
        Labels = LabelList.FromJson(row.GetString(16)),
        LastText = row.GetStringOrNull(17),
        LastAuthor = (MessageAuthor?)row.GetInt64OrNull(18),
    };
}
