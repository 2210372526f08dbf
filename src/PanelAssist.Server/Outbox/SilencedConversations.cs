using System.Collections.Concurrent;

namespace PanelAssist.Server.Outbox;

/// <summary>
/// The conversations that people took over in this process a moment ago. A reply that was written as begun passes here
/// once more before its channel is called: the table cannot tell it apart from one that is under way.
/// </summary>
internal sealed class SilencedConversations(TimeProvider time)
{
    /// <summary>Longer than anything stays between its commit and its channel without a commit of its own.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, (long UpTo, DateTimeOffset At)> _silenced = new();
    private readonly ConcurrentQueue<(Guid Conversation, DateTimeOffset At)> _order = new();

    public void Add(Guid conversation, long upTo)
    {
        var now = time.GetUtcNow();
        _silenced[conversation] = (upTo, now);
        _order.Enqueue((conversation, now));
        while (_order.TryPeek(out var oldest) && oldest.At < now - Kept && _order.TryDequeue(out oldest))
        {
            if (_silenced.TryGetValue(oldest.Conversation, out var entry) && entry.At == oldest.At)
            {
                _silenced.TryRemove(KeyValuePair.Create(oldest.Conversation, entry));
            }
        }
    }

    public bool Covers(OutboxWork work) =>
        work.AssistantSequence > 0 && _silenced.TryGetValue(work.Conversation, out var entry) && work.AssistantSequence <= entry.UpTo;
}
