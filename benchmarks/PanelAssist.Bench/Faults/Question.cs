namespace PanelAssist.Bench.Faults;

/// <summary>One message of one customer, and everything that came of it.</summary>
internal sealed class Question(int customer, long order, bool isRefill)
{
    private readonly Lock _lock = new();
    private readonly List<string> _replies = [];
    private long _acknowledgedAt;

    public int Customer { get; } = customer;

    public long Order { get; } = order;

    public bool IsRefill { get; } = isRefill;

    public bool IsAcknowledged => Volatile.Read(ref _acknowledgedAt) != 0;

    public bool IsOpen => IsAcknowledged && Replies.Count == 0;

    public IReadOnlyList<string> Replies
    {
        get
        {
            lock (_lock)
            {
                return [.. _replies];
            }
        }
    }

    public void Acknowledged(long at) => Interlocked.CompareExchange(ref _acknowledgedAt, at, 0);

    public void Replied(string text)
    {
        lock (_lock)
        {
            _replies.Add(text);
        }
    }
}
