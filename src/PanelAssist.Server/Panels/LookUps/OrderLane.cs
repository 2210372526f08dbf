using System.Runtime.InteropServices;
using PanelAssist.Server.Panels.Calls;

namespace PanelAssist.Server.Panels.LookUps;

/// <summary>
/// Look-ups with one key. What is asked while nothing is under way leaves at once; what is asked meanwhile collects
/// and leaves as one call, when the one under way is back, a hundred wait, or a moment has passed.
/// </summary>
internal sealed class OrderLane(OrderLookUps lookUps, PanelKey key, OrderReader read) : ICallSource
{
    /// <summary>Panels take up to 100 ids in one call.</summary>
    public const int MaxIds = 100;

    private const int MaxTries = 2;

    /// <summary>Longer than a fast panel takes to answer, shorter than anyone notices.</summary>
    private static readonly TimeSpan CollectFor = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a panel that refused a whole list is asked for one order at a time: some old scripts know no lists.</summary>
    private static readonly TimeSpan SinglyFor = TimeSpan.FromMinutes(1);

    // The newest ask for each id, waiting or sent.
    private readonly Dictionary<string, OrderAsk> _open = new(StringComparer.Ordinal);
    private readonly Queue<OrderAsk> _waiting = new();
    private TimeSpan _lastLeft;
    private TimeSpan _singlyUntil = TimeSpan.MinValue;
    private int _underWay;

    public bool IsWrite => false;

    public bool Coalesces => true;

    public bool InLine { get; set; }

    public bool HasWaiting => _waiting.Count > 0;

    public bool IsIdle => _open.Count == 0 && !InLine;

    public void Ask(string id, OrderQuestion question, int index, bool fresh)
    {
        ref var ask = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, id, out _);
        if (ask is null || (ask.SentAt is { } sentAt && (fresh || lookUps.Writes.TouchedSince(id, sentAt))))
        {
            ask = new OrderAsk(id);
            _waiting.Enqueue(ask);
        }

        ask.Join(question, index);
    }

    public TimeSpan LeavesAt(TimeSpan now) => _underWay == 0 || _waiting.Count >= MaxIdsAt(now) ? now : _lastLeft + CollectFor;

    public Departure? Take(TimeSpan now)
    {
        if (key.IsRefused(now))
        {
            GiveUp(TimeSpan.MaxValue, "The panel refuses the key.");
            return null;
        }

        var asks = new List<OrderAsk>(Math.Min(_waiting.Count, MaxIds));
        var deadline = TimeSpan.Zero;
        var askedAt = now;
        while (asks.Count < MaxIdsAt(now) && _waiting.TryDequeue(out var ask))
        {
            if (ask.Deadline is not { } latest)
            {
                Close(ask);
                continue;
            }

            ask.SentAt = now;
            ask.Tries++;
            deadline = latest > deadline ? latest : deadline;
            askedAt = ask.AskedAt < askedAt ? ask.AskedAt : askedAt;
            asks.Add(ask);
        }

        if (asks.Count == 0)
        {
            return null;
        }

        _lastLeft = now;
        _underWay++;
        return new Batch(this, asks, now, deadline, askedAt);
    }

    public void GiveUp(TimeSpan until, string detail)
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var ask = _waiting.Dequeue();
            ask.GiveUp(until);
            if (ask.Deadline is null)
            {
                Close(ask);
            }
            else
            {
                _waiting.Enqueue(ask);
            }
        }
    }

    private int MaxIdsAt(TimeSpan now) => now < _singlyUntil ? 1 : MaxIds;

    private void Close(OrderAsk ask)
    {
        if (_open.TryGetValue(ask.Id, out var newest) && ReferenceEquals(newest, ask))
        {
            _open.Remove(ask.Id);
        }
    }

    private void Settle(Batch batch, CallResult<OrderAnswer?[]> result, TimeSpan now)
    {
        _underWay--;
        if (result.End is CallEnd.KeyRefused)
        {
            key.Refuse(now, result.Detail);
            GiveUp(TimeSpan.MaxValue, "The panel refuses the key.");
        }

        var listRefused = result is { End: CallEnd.Answered, Fault: not null } && batch.Asks.Count > 1;
        if (listRefused)
        {
            _singlyUntil = now + SinglyFor;
        }

        for (var index = 0; index < batch.Asks.Count; index++)
        {
            var ask = batch.Asks[index];
            var answer = listRefused ? null : result.Fault is { } fault ? new OrderAnswer(ask.Id, null, FaultOfOne(fault, result)) : result.Value![index];
            if (AsksAgain(ask, answer, result.End, now))
            {
                Again(ask);
                continue;
            }

            answer ??= new OrderAnswer(ask.Id, null, PanelFault.Malformed);
            Close(ask);
            ask.Answer(answer);
            if (result.End is CallEnd.Answered && answer.Fault is null or PanelFault.Refused)
            {
                lookUps.Keep(this, answer, batch.LeftAt, now);
            }
        }
    }

    // "Refused" says that the order is not there. A wrong key or a closed API says nothing about the order.
    private static PanelFault FaultOfOne(PanelFault fault, CallResult<OrderAnswer?[]> result) =>
        fault is PanelFault.Refused && !(result.End is CallEnd.Answered && PanelErrors.IsAboutOrder(result.Detail)) ? PanelFault.Unavailable : fault;

    private static bool AsksAgain(OrderAsk ask, OrderAnswer? answer, CallEnd end, TimeSpan now)
    {
        if (ask.Deadline is not { } deadline || deadline <= now)
        {
            return false;
        }

        switch (end)
        {
            case CallEnd.Limited:
                ask.Tries--;
                return true;
            case CallEnd.Failed:
                return ask.Tries < MaxTries;
            case CallEnd.Answered:
                // The list was cut short, or refused as a list. Either way fewer are asked for the next time, so this ends.
                return answer is null;
            default:
                return false;
        }
    }

    private void Again(OrderAsk ask)
    {
        ask.SentAt = null;
        _waiting.Enqueue(ask);
    }

    private sealed class Batch(OrderLane lane, List<OrderAsk> asks, TimeSpan leftAt, TimeSpan deadline, TimeSpan askedAt)
        : Departure(lane, deadline, askedAt, asks.Count)
    {
        private CallResult<OrderAnswer?[]> _result;

        public List<OrderAsk> Asks { get; } = asks;

        public TimeSpan LeftAt { get; } = leftAt;

        public override async Task SendAsync(CancellationToken cancellationToken)
        {
            var ids = new string[Asks.Count];
            for (var index = 0; index < ids.Length; index++)
            {
                ids[index] = Asks[index].Id;
            }

            _result = await lane.Read(ids, cancellationToken);
            End = _result.End;
            RetryAfter = _result.RetryAfter;
        }

        public override void Settle(TimeSpan now) => lane.Settle(this, _result, now);

        public override void Break(Exception exception)
        {
            End = CallEnd.Malformed;
            _result = new CallResult<OrderAnswer?[]>(End, null, PanelFault.Malformed, null);
        }
    }

    private Task<CallResult<OrderAnswer?[]>> Read(string[] ids, CancellationToken cancellationToken) => read(ids, cancellationToken);
}

/// <summary>Reads up to 100 orders in one call; a null in the answer asks for that order again.</summary>
internal delegate Task<CallResult<OrderAnswer?[]>> OrderReader(string[] ids, CancellationToken cancellationToken);
