using System.Runtime.InteropServices;

namespace PanelAssist.Server.Inbox;

/// <summary>
/// Work in lanes: items of one key run one after another in the order given, different keys side by side. A lane exists
/// only while it has work.
/// </summary>
internal sealed class SerialLanes<TKey, TItem>(Func<TKey, TItem, Task> work)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Queue<TItem>> _lanes = [];
    private readonly Lock _lock = new();

    /// <summary>Whether an item added now would run at once.</summary>
    public bool IsIdle(TKey key)
    {
        lock (_lock)
        {
            return !_lanes.ContainsKey(key);
        }
    }

    public void Add(TKey key, TItem item)
    {
        lock (_lock)
        {
            ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(_lanes, key, out var running);
            if (running)
            {
                (lane ??= new Queue<TItem>()).Enqueue(item);
                return;
            }
        }

        _ = Task.Run(() => RunAsync(key, item));
    }

    private async Task RunAsync(TKey key, TItem item)
    {
        while (true)
        {
            // The work reports its own faults; a lane never stops for one.
            await work(key, item);
            lock (_lock)
            {
                if (_lanes[key] is not { Count: > 0 } waiting)
                {
                    _lanes.Remove(key);
                    return;
                }

                item = waiting.Dequeue();
            }
        }
    }
}
