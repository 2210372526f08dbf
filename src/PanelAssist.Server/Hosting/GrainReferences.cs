using System.Collections.Concurrent;

namespace PanelAssist.Server.Hosting;

/// <summary>Keeps references to grains, at most <paramref name="capacity"/>: making one costs more than calling it.</summary>
internal sealed class GrainReferences<TKey, TGrain>(Func<TKey, TGrain> make, int capacity = 10_000)
    where TKey : notnull
    where TGrain : class, IGrainWithStringKey
{
    private readonly ConcurrentDictionary<TKey, TGrain> _references = new();
    private int _count;

    public TGrain this[TKey key] => _references.TryGetValue(key, out var reference) ? reference : Add(key);

    private TGrain Add(TKey key)
    {
        // Counting the dictionary itself would lock all of it.
        if (Interlocked.Increment(ref _count) > capacity)
        {
            _references.Clear();
            Volatile.Write(ref _count, 0);
        }

        return _references.GetOrAdd(key, make);
    }
}
