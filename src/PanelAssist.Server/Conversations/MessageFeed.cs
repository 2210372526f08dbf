using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>A message as those who watch a conversation see it.</summary>
internal sealed record MessageView(
    Guid Id,
    long Sequence,
    MessageDirection Direction,
    MessageAuthor Author,
    string Text,
    IReadOnlyList<ReplyButton>? Buttons,
    DateTimeOffset At,
    string? ProviderMessageId = null);

/// <summary>Committed messages of one conversation, live and from the table.</summary>
internal interface IMessageFeed
{
    /// <summary>Calls back after each commit, on the committer's thread: the callback must neither block nor throw.</summary>
    IDisposable Subscribe(Guid conversationId, Action<MessageView> onMessage);

    /// <summary>In order of sequence, oldest first.</summary>
    Task<IReadOnlyList<MessageView>> ReadAfterAsync(TenantId tenant, Guid conversationId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Sequence of the newest message; 0 where there is none yet.</summary>
    Task<long> LastSequenceAsync(TenantId tenant, Guid conversationId, CancellationToken cancellationToken);
}

/// <summary>Tells the sockets of this process what was committed. Only a hint: whoever misses one catches up by sequence from the table.</summary>
internal sealed class MessageFeed(IServiceScopeFactory scopes) : IMessageFeed
{
    private readonly ConcurrentDictionary<Guid, Action<MessageView>> _watchers = new();

    public IDisposable Subscribe(Guid conversationId, Action<MessageView> onMessage)
    {
        _watchers.AddOrUpdate(conversationId, onMessage, (_, others) => others + onMessage);
        return new Subscription(this, conversationId, onMessage);
    }

    public void Publish(Guid conversationId, IReadOnlyList<NewMessage> messages)
    {
        if (!_watchers.TryGetValue(conversationId, out var watchers))
        {
            return;
        }

        foreach (var message in messages)
        {
            watchers(new MessageView(message.Id, message.Sequence, message.Direction, message.Author, message.Text, message.Buttons, message.At, message.ProviderMessageId));
        }
    }

    public async Task<IReadOnlyList<MessageView>> ReadAfterAsync(
        TenantId tenant, Guid conversationId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var rows = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Messages.AsNoTracking()
            .Where(message => message.ConversationId == conversationId && message.Sequence > after)
            .OrderBy(message => message.Sequence)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(message => new MessageView(
            message.Id,
            message.Sequence,
            message.Direction,
            message.Author,
            message.Text,
            message.Buttons is { } buttons ? JsonSerializer.Deserialize(buttons, ButtonJson.Default.IReadOnlyListReplyButton) : null,
            message.At,
            message.ProviderMessageId));
    }

    public async Task<long> LastSequenceAsync(TenantId tenant, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Conversations.AsNoTracking()
            .Where(conversation => conversation.Id == conversationId)
            .Select(conversation => conversation.LastSequence)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private void Unsubscribe(Guid conversationId, Action<MessageView> onMessage)
    {
        while (_watchers.TryGetValue(conversationId, out var watchers))
        {
            var left = watchers - onMessage;
            var done = left is null
                ? _watchers.TryRemove(KeyValuePair.Create(conversationId, watchers))
                : _watchers.TryUpdate(conversationId, left, watchers);
            if (done)
            {
                return;
            }
        }
    }

    private sealed class Subscription(MessageFeed feed, Guid conversationId, Action<MessageView> onMessage) : IDisposable
    {
        public void Dispose() => feed.Unsubscribe(conversationId, onMessage);
    }
}
