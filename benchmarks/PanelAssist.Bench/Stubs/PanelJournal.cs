using System.Collections.Concurrent;
using System.Diagnostics;

namespace PanelAssist.Bench.Stubs;

/// <summary>What the panel was asked: the evidence of the panel and faults benchmarks.</summary>
internal sealed class PanelJournal
{
    private readonly ConcurrentDictionary<long, int> _refills = new();
    private readonly ConcurrentQueue<long> _calls = new();
    private readonly ConcurrentDictionary<long, long> _times = new();
    private long _count;
    private long _strangers;

    /// <summary>Keep the moment of every call, not only their number. Off in the races.</summary>
    public bool KeepMoments { get; set; }

    /// <summary>Keep how long the panel itself took for each order. Off in the races.</summary>
    public bool KeepTimes { get; set; }

    public long Calls => Interlocked.Read(ref _count);

    /// <summary>Questions about somebody else's order: a contender that sends them checks ownership by asking.</summary>
    public long Strangers => Interlocked.Read(ref _strangers);

    public IReadOnlyDictionary<long, int> RefillsByOrder => _refills;

    public void Called()
    {
        Interlocked.Increment(ref _count);
        if (KeepMoments)
        {
            _calls.Enqueue(Stopwatch.GetTimestamp());
        }
    }

    public void AskedByStranger() => Interlocked.Increment(ref _strangers);

    public int Refilled(long order) => _refills.AddOrUpdate(order, 1, (_, before) => before + 1);

    public bool WasRefilled(long order) => _refills.ContainsKey(order);

    public void Took(ReadOnlySpan<long> orders, long ticks)
    {
        foreach (var order in orders)
        {
            _times[order] = ticks;
        }
    }

    /// <summary>The panel's own time for an order, in stopwatch ticks; forgotten once read.</summary>
    public long TakeTime(long order) => _times.TryRemove(order, out var ticks) ? ticks : 0;

    /// <summary>Largest number of calls within any one second; needs <see cref="KeepMoments"/>.</summary>
    public int MostCallsInOneSecond()
    {
        var moments = _calls.ToArray();
        Array.Sort(moments);
        var most = 0;
        for (int first = 0, last = 0; last < moments.Length; last++)
        {
            while (moments[last] - moments[first] >= Stopwatch.Frequency)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
