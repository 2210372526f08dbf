using System.Collections.Concurrent;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Server.Conversations;

/// <summary>A message as those who watch a conversation see it.</summary>
internal sealed record MessageView(
    Guid Id,
    long Sequence,
    MessageDirection Direction,
    MessageAuthor Author,
    string Text,
    IReadOnlyList<ReplyButton>? Buttons,
    DateTimeOffset At);

/// <summary>Tells the sockets of this process what was committed. Only a hint: whoever misses one catches up by sequence from the table.</summary>
internal sealed class MessageFeed
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
            watchers(new MessageView(message.Id, message.Sequence, message.Direction, message.Author, message.Text, message.Buttons, message.At));
        }
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
