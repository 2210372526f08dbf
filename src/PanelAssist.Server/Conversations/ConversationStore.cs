using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>Reads a conversation into its grain, once an activation.</summary>
internal sealed class ConversationStore(IServiceScopeFactory scopes)
{
    private static readonly Func<AppDbContext, Guid, CancellationToken, Task<Conversation?>> Find = EF.CompileAsyncQuery(
        (AppDbContext db, Guid id, CancellationToken cancellationToken) =>
            db.Conversations.AsNoTracking().SingleOrDefault(conversation => conversation.Id == id));

    public async Task<ConversationState?> FindAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(key.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await Find(db, key.Conversation, cancellationToken) is { } row
            ? new ConversationState
            {
                Tenant = row.TenantId,
                Id = row.Id,
                ConnectionId = row.ChannelConnectionId,
                ChatId = row.ChatId,
                ThreadId = row.ThreadId,
                IsPrivate = row.IsPrivate,
                IdentityId = row.IdentityId,
                Status = row.Status,
                Version = row.Version,
                LastSequence = row.LastSequence,
                Language = row.Language,
                Memory = ConversationMemory.FromJson(row.Memory),
                Unreachable = row.Unreachable,
                CreatedAt = row.CreatedAt,
            }
            : null;
    }
}
