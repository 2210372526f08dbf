using System.Collections.Concurrent;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>A rate per key: so many per minute, so many at once.</summary>
internal sealed class TokenBuckets<TKey>(int perMinute, int burst, TimeProvider time)
    where TKey : notnull
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, Bucket> _buckets = new();
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Keys that are remembered now; full buckets are forgotten.</summary>
    public int Count => _buckets.Count;

    public bool TryTake(TKey key, out TimeSpan retryAfter)
    {
        Sweep();
        var bucket = _buckets.GetOrAdd(key, static (_, full) => new Bucket(full.burst, full.now), (burst, now: time.GetTimestamp()));
        lock (bucket)
        {
            Refill(bucket);
            if (bucket.Tokens >= 1)
            {
                bucket.Tokens--;
                retryAfter = TimeSpan.Zero;
                return true;
            }

            retryAfter = TimeSpan.FromMinutes((1 - bucket.Tokens) / perMinute);
            return false;
        }
    }

    private void Refill(Bucket bucket)
    {
        var now = time.GetTimestamp();
        bucket.Tokens = Math.Min(burst, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalMinutes * perMinute));
        bucket.At = now;
    }

    // A forgotten bucket was full and starts full again, so forgetting changes no answer.
    private void Sweep()
    {
        var swept = Interlocked.Read(ref _sweptAt);
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(swept, now) < SweepEvery || Interlocked.CompareExchange(ref _sweptAt, now, swept) != swept)
        {
            return;
        }

        foreach (var (key, bucket) in _buckets)
        {
            lock (bucket)
            {
                Refill(bucket);
                if (bucket.Tokens >= burst)
                {
                    _buckets.TryRemove(key, out _);
                }
            }
        }
    }

    private sealed class Bucket(double tokens, long at)
    {
        public double Tokens { get; set; } = tokens;

        public long At { get; set; } = at;
    }
}
