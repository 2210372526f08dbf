using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PanelAssist.Server.Data;

/// <summary>
/// Values read a moment ago, at most <paramref name="capacity"/> of them, none older than <paramref name="maxAge"/>. A hit
/// allocates nothing. It keeps two generations: when the young one has half the capacity, the old one is dropped.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity, TimeSpan maxAge, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _turning = new();
    private ConcurrentDictionary<TKey, Entry> _young = new();
    private ConcurrentDictionary<TKey, Entry> _old = new();
    private int _youngCount;
    private long _changes;

    /// <summary>Read before the source is read, and handed to <see cref="Store"/>: what was forgotten meanwhile is not stored again.</summary>
    public long Changes => Volatile.Read(ref _changes);

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if ((_young.TryGetValue(key, out var entry) || _old.TryGetValue(key, out entry)) && time.GetElapsedTime(entry.StoredAt) <= maxAge)
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    public void Store(TKey key, TValue value, long changesBefore)
    {
        var entry = new Entry(value, time.GetTimestamp());
        lock (_turning)
        {
            if (_changes != changesBefore)
            {
                return;
            }

            _old.TryRemove(key, out _);
            if (_young.TryAdd(key, entry))
            {
                _youngCount++;
            }
            else
            {
                _young[key] = entry;
            }

            if (_youngCount >= Math.Max(1, capacity / 2))
            {
                _old = _young;
                _young = new ConcurrentDictionary<TKey, Entry>();
                _youngCount = 0;
            }
        }
    }

    public void Forget(TKey key)
    {
        lock (_turning)
        {
            _changes++;
            _old.TryRemove(key, out _);
            if (_young.TryRemove(key, out _))
            {
                _youngCount--;
            }
        }
    }

    private readonly record struct Entry(TValue Value, long StoredAt);
}
