using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Faults;

/// <summary>All faults in force. A call without any costs one length check.</summary>
internal sealed class FaultBook(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private volatile Fault[] _faults = [];
    private int _nextId = 1;

    public IReadOnlyList<Fault> All => _faults;

    public Fault Add(Func<int, Fault> make)
    {
        lock (_gate)
        {
            var fault = make(_nextId++);
            _faults = [.. _faults, fault];
            return fault;
        }
    }

    public void Remove(int? id)
    {
        lock (_gate)
        {
            _faults = id is null ? [] : _faults.Where(f => f.Id != id).ToArray();
        }
    }

    /// <summary>The faults this call runs into, each one counted down.</summary>
    public IReadOnlyList<Fault> Take(string counterpart, SandboxRequest request)
    {
        if (_faults.Length == 0)
        {
            return [];
        }

        var call = Describe(request);
        lock (_gate)
        {
            var taken = _faults
                .Where(f => f.Left != 0 && f.Fits(counterpart, call) && (f.Probability >= 1 || _random.NextDouble() < f.Probability))
                .ToList();
            foreach (var fault in taken.Where(f => f.Left > 0))
            {
                fault.Left--;
            }

            if (_faults.Any(f => f.Left == 0))
            {
                _faults = _faults.Where(f => f.Left != 0).ToArray();
            }

            return taken;
        }
    }

    // What "match" looks at: "POST /panel/demo/api/v2 key=…&action=status&order=1001".
    private static string Describe(SandboxRequest request) =>
        $"{request.Method} {request.Path} {string.Join('&', request.Fields.Select(f => $"{f.Key}={f.Value}"))}";
}
