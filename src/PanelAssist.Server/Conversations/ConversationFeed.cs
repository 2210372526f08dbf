using System.Collections.Concurrent;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>A conversation has a new version: a message, a note, another status, member or label.</summary>
internal readonly record struct ConversationHint(Guid Conversation, long Version);

/// <summary>
/// Tells lists of this process that something changed in a tenant's conversations. Only a hint, after the commit: whoever
/// missed one, or sits in another process, reads on with <see cref="ConversationLists.ChangedAsync"/>.
/// </summary>
internal sealed class ConversationFeed
{
    private readonly ConcurrentDictionary<TenantId, Action<ConversationHint>> _watchers = new();

    /// <summary>Calls back after each commit: the callback must neither block nor throw.</summary>
    public IDisposable Subscribe(TenantId tenant, Action<ConversationHint> onChange)
    {
        _watchers.AddOrUpdate(tenant, onChange, (_, others) => others + onChange);
        return new Subscription(this, tenant, onChange);
    }

    public void Publish(TenantId tenant, ConversationHint hint)
    {
        if (_watchers.TryGetValue(tenant, out var watchers))
        {
            watchers(hint);
        }
    }

    private void Unsubscribe(TenantId tenant, Action<ConversationHint> onChange)
    {
        while (_watchers.TryGetValue(tenant, out var watchers))
        {
            var left = watchers - onChange;
            var done = left is null
                ? _watchers.TryRemove(KeyValuePair.Create(tenant, watchers))
                : _watchers.TryUpdate(tenant, left, watchers);
            if (done)
            {
                return;
            }
        }
    }

    private sealed class Subscription(ConversationFeed feed, TenantId tenant, Action<ConversationHint> onChange) : IDisposable
    {
        public void Dispose() => feed.Unsubscribe(tenant, onChange);
    }
}
