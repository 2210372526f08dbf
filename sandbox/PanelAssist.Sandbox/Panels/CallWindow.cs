namespace PanelAssist.Sandbox.Panels;

/// <summary>At most N calls in any second, wherever that second is laid.</summary>
internal sealed class CallWindow(TimeProvider clock, int perSecond)
{
    private readonly long[] _taken = new long[Math.Max(perSecond, 1)];
    private readonly Lock _gate = new();
    private int _next;
    private long _served;

    public bool TryEnter()
    {
        if (perSecond <= 0)
        {
            return true;
        }

        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_served >= perSecond && clock.GetElapsedTime(_taken[_next], now) < TimeSpan.FromSeconds(1))
            {
                return false;
            }

            _taken[_next] = now;
            _next = (_next + 1) % perSecond;
            _served++;
            return true;
        }
    }
}
