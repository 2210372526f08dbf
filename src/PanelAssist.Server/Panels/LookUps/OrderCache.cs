namespace PanelAssist.Server.Panels.LookUps;

/// <summary>Answers of the last seconds, "not there" included. All live equally long, so the oldest is always the first to go.</summary>
internal sealed class OrderCache(TimeSpan keepFor, int capacity = 50_000)
{
    private readonly Dictionary<(OrderLane Lane, string Id), (OrderAnswer Answer, TimeSpan ReadAt)> _answers = [];
    private readonly Queue<((OrderLane Lane, string Id) Key, TimeSpan ReadAt)> _byAge = new();

    public int Count => _answers.Count;

    public OrderAnswer? Find(OrderLane lane, string id, TimeSpan now, RecentWrites writes) =>
        _answers.TryGetValue((lane, id), out var entry) && now - entry.ReadAt < keepFor && !writes.TouchedSince(id, entry.ReadAt)
            ? entry.Answer
            : null;

    public void Keep(OrderLane lane, OrderAnswer answer, TimeSpan readAt, TimeSpan now)
    {
        if (keepFor <= TimeSpan.Zero)
        {
            return;
        }

        while (_byAge.TryPeek(out var oldest) && (now - oldest.ReadAt >= keepFor || _byAge.Count >= capacity))
        {
            _byAge.Dequeue();
            // The same order may have been read again since.
            if (_answers.TryGetValue(oldest.Key, out var entry) && entry.ReadAt == oldest.ReadAt)
            {
                _answers.Remove(oldest.Key);
            }
        }

        var key = (lane, answer.OrderId);
        _answers[key] = (answer, readAt);
        _byAge.Enqueue((key, readAt));
    }

    public void Clear()
    {
        _answers.Clear();
        _byAge.Clear();
    }
}

/// <summary>Which orders were written to lately: what was read of them before counts no more, whoever read it.</summary>
internal sealed class RecentWrites(TimeSpan keepFor)
{
    private readonly Dictionary<string, TimeSpan> _touched = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, TimeSpan At)> _byAge = new();

    public void Touch(string id, TimeSpan now)
    {
        while (_byAge.TryPeek(out var oldest) && now - oldest.At > keepFor)
        {
            _byAge.Dequeue();
            if (_touched.TryGetValue(oldest.Id, out var at) && at == oldest.At)
            {
                _touched.Remove(oldest.Id);
            }
        }

        _touched[id] = now;
        _byAge.Enqueue((id, now));
    }

    public bool TouchedSince(string id, TimeSpan readAt) => _touched.Count > 0 && _touched.TryGetValue(id, out var at) && at >= readAt;
}
