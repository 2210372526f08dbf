using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>The last 100,000 of something, numbered from 1 for those who read on from where they were.</summary>
internal sealed class Log<T>(TimeProvider clock, bool remember)
    where T : class
{
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private T?[] _ring = new T?[256];
    private long _count;

    public Signal Changed { get; } = new(clock);

    public long Count => Interlocked.Read(ref _count);

    public void Add(T item)
    {
        lock (_gate)
        {
            if (remember)
            {
                if (_count == _ring.Length && _ring.Length < Capacity)
                {
                    Array.Resize(ref _ring, Math.Min(Capacity, _ring.Length * 4));
                }

                _ring[_count % _ring.Length] = item;
            }

            _count++;
        }

        Changed.Raise();
    }

    public List<(long Number, T Item)> After(long after, Func<T, bool> fits)
    {
        lock (_gate)
        {
            var found = new List<(long, T)>();
            for (var index = Math.Max(Math.Max(0, after), _count - _ring.Length); index < _count; index++)
            {
                if (_ring[index % _ring.Length] is { } item && fits(item))
                {
                    found.Add((index + 1, item));
                }
            }

            return found;
        }
    }

    public async Task<List<(long Number, T Item)>> WaitAsync(long after, Func<T, bool> fits, int waitFor, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (waitFor > 0)
        {
            await Changed.WaitAsync(() => After(after, fits).Count >= waitFor, timeout, cancellationToken);
        }

        return After(after, fits);
    }
}
