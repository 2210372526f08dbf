using Npgsql;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels;

/// <summary>The channel gave the chat a new id.</summary>
internal sealed class NoteChatMove(TenantId tenant, Guid connection, Guid conversation, string originalChatId, string newChatId) : RareOperation
{
    public override void WriteSqlite(SqliteSession session)
    {
        session.Prepare(
            "INSERT INTO chat_moves (channel_connection_id, new_chat_id, tenant_id, original_chat_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .Bind(connection).Bind(newChatId).Bind(tenant.Value).Bind(originalChatId).Run();
        session.Prepare("UPDATE conversations SET chat_id = ? WHERE id = ?").Bind(newChatId).Bind(conversation).Run();
    }

    protected override void AddPostgres(NpgsqlBatch batch)
    {
        Add(
            batch,
            "INSERT INTO chat_moves (channel_connection_id, new_chat_id, tenant_id, original_chat_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            connection, newChatId, tenant.Value, originalChatId);
        Add(batch, "UPDATE conversations SET chat_id = $1 WHERE id = $2", newChatId, conversation);
    }
}
