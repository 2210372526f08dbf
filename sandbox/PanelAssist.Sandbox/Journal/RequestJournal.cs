using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Journal;

/// <summary>The last 100,000 requests the sandbox was asked, kept in a ring.</summary>
internal sealed class RequestJournal(TimeProvider clock, bool enabled)
{
    public const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private JournalEntry?[] _ring = new JournalEntry?[1024];
    private long _count;

    public Signal Changed { get; } = new(clock);

    public long Count => Interlocked.Read(ref _count);

    public JournalEntry? Begin(string counterpart, SandboxRequest request)
    {
        if (!enabled)
        {
            Interlocked.Increment(ref _count);
            return null;
        }

        var at = clock.GetUtcNow();
        JournalEntry entry;
        lock (_gate)
        {
            if (_count == _ring.Length && _ring.Length < Capacity)
            {
                Array.Resize(ref _ring, Math.Min(Capacity, _ring.Length * 4));
            }

            entry = new JournalEntry
            {
                Sequence = _count + 1,
                At = at,
                Counterpart = counterpart,
                Method = request.Method,
                Path = SecretMask.Path(request.Path),
                Fields = request.Fields,
            };
            _ring[_count % _ring.Length] = entry;
            _count++;
        }

        Changed.Raise();
        return entry;
    }

    public void End(JournalEntry? entry, int status)
    {
        if (entry is null)
        {
            return;
        }

        entry.Status = status;
        entry.DurationMs = (clock.GetUtcNow() - entry.At).TotalMilliseconds;
        Changed.Raise();
    }

    public List<JournalEntry> Find(string? counterpart, long since, string? contains)
    {
        lock (_gate)
        {
            var found = new List<JournalEntry>();
            var first = Math.Max(Math.Max(0, since), _count - _ring.Length);
            for (var index = first; index < _count; index++)
            {
                var entry = _ring[index % _ring.Length]!;
                if ((string.IsNullOrEmpty(counterpart) || CounterpartName.Covers(counterpart, entry.Counterpart))
                    && (string.IsNullOrEmpty(contains) || entry.Contains(contains)))
                {
                    found.Add(entry);
                }
            }

            return found;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            Array.Clear(_ring);
            _count = 0;
        }
    }
}
