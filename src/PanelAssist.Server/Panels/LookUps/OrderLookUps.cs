using PanelAssist.Server.Panels.Calls;

namespace PanelAssist.Server.Panels.LookUps;

/// <summary>Answers questions about orders from the cache, from a call already under way, or by a call shared with others.</summary>
internal sealed class OrderLookUps(PanelDispatcher dispatcher, PanelOptions options, PanelMetrics metrics)
{
    private readonly OrderCache _cache = new(options.CacheFor);

    /// <summary>Outlives every read that may still be under way or in the cache.</summary>
    public RecentWrites Writes { get; } = new(options.CacheFor + options.Deadline);

    public Task<OrderAnswer[]> AskAsync(OrderLane lane, string[] ids, bool fresh)
    {
        if (ids.Length == 0)
        {
            return Task.FromResult<OrderAnswer[]>([]);
        }

        lock (dispatcher.Gate)
        {
            var now = dispatcher.Now;
            var question = new OrderQuestion(ids, now, now + options.Deadline);
            var asked = 0;
            for (var index = 0; index < ids.Length; index++)
            {
                var id = ids[index];
                if (!PlausibleId.Is(id))
                {
                    question.Answer(index, new OrderAnswer(id, null, PanelFault.Refused));
                }
                else if (!fresh && _cache.Find(lane, id, now, Writes) is { } known)
                {
                    question.Answer(index, known);
                }
                else
                {
                    lane.Ask(id, question, index, fresh);
                    asked++;
                }
            }

            metrics.LookedUp(ids.Length - asked, asked);
            if (asked > 0)
            {
                dispatcher.Submit(lane, question, now);
            }

            return question.Answers;
        }
    }

    /// <summary>These orders were just written to, or may have been.</summary>
    public void Touch(string[] ids)
    {
        lock (dispatcher.Gate)
        {
            var now = dispatcher.Now;
            foreach (var id in ids)
            {
                Writes.Touch(id, now);
            }
        }
    }

    public void Keep(OrderLane lane, OrderAnswer answer, TimeSpan readAt, TimeSpan now)
    {
        if (!Writes.TouchedSince(answer.OrderId, readAt))
        {
            _cache.Keep(lane, answer, readAt, now);
        }
    }

    public void Forget()
    {
        lock (dispatcher.Gate)
        {
            _cache.Clear();
        }
    }
}

/// <summary>What may stand in a list of ids: nothing that could end one id and begin another.</summary>
internal static class PlausibleId
{
    private const int MaxLength = 40;

    public static bool Is(string id) =>
        id.Length is > 0 and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
