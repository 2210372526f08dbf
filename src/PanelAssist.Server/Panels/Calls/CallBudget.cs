namespace PanelAssist.Server.Panels.Calls;

/// <summary>
/// When the next call may leave. No more than the budget in any window, and look-ups one slot apart, so that
/// they collect; a call that cannot be shared may use a free place in the window at once. Moments count from the dispatcher's start.
/// </summary>
internal sealed class CallBudget
{
    // The panel counts when calls arrive, not when they leave: a little more than the window keeps jitter from costing a 429.
    private const double Margin = 1.03;
    private const int MaxWindow = 64;

    private readonly TimeSpan[] _left;
    private readonly TimeSpan _window;
    private readonly TimeSpan _slot;
    private TimeSpan _lastLeft = TimeSpan.MinValue / 2;
    private int _oldest;

    public CallBudget(double requestsPerSecond)
    {
        _left = new TimeSpan[(int)Math.Clamp(Math.Floor(requestsPerSecond), 1, MaxWindow)];
        Array.Fill(_left, TimeSpan.MinValue / 2);
        _window = TimeSpan.FromSeconds(_left.Length / requestsPerSecond * Margin);
        _slot = TimeSpan.FromSeconds(1 / requestsPerSecond);
    }

    public TimeSpan NextFree => _left[_oldest] + _window;

    public TimeSpan NextSlot
    {
        get
        {
            var slot = _lastLeft + _slot;
            return slot > NextFree ? slot : NextFree;
        }
    }

    public void Spend(TimeSpan now)
    {
        _left[_oldest] = now;
        _oldest = (_oldest + 1) % _left.Length;
        _lastLeft = now;
    }
}
