using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Faults;

/// <summary>One call that waits for its release.</summary>
internal sealed class Hold
{
    public required int Id { get; init; }

    public required string Counterpart { get; init; }

    public required string Path { get; init; }

    public required bool HasActed { get; init; }

    /// <summary>True when the held connection is to be dropped instead of answered.</summary>
    public TaskCompletionSource<bool> Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Calls held back on purpose, so that a test can look, or kill, in the middle of one.</summary>
internal sealed class HoldBook(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<Hold> _held = [];
    private int _nextId = 1;

    public Signal Changed { get; } = new(clock);

    public IReadOnlyList<Hold> Held
    {
        get
        {
            lock (_gate)
            {
                return _held.ToList();
            }
        }
    }

    public async Task<bool> WaitForReleaseAsync(string counterpart, SandboxRequest request, bool hasActed, CancellationToken cancellationToken)
    {
        Hold hold;
        lock (_gate)
        {
            hold = new Hold { Id = _nextId++, Counterpart = counterpart, Path = Journal.SecretMask.Path(request.Path), HasActed = hasActed };
            _held.Add(hold);
        }

        Changed.Raise();
        try
        {
            return await hold.Released.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _held.Remove(hold);
            }

            Changed.Raise();
        }
    }

    public int Release(int? id, string? target, bool drop)
    {
        var chosen = Held.Where(h => (id is null || h.Id == id) && (target is null || CounterpartName.Covers(target, h.Counterpart))).ToList();
        foreach (var hold in chosen)
        {
            hold.Released.TrySetResult(drop);
        }

        return chosen.Count;
    }
}
