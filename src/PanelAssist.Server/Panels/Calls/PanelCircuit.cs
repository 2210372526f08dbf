namespace PanelAssist.Server.Panels.Calls;

/// <summary>Stops asking a panel that does not answer. After a pause one read tries; a write never does, since its outcome would be unknown.</summary>
internal sealed class PanelCircuit(int failuresToOpen, TimeSpan openFor)
{
    private TimeSpan? _openUntil;
    private int _failures;

    public bool IsOpen => _openUntil is not null;

    public bool ProbeUnderWay { get; private set; }

    /// <summary>Whether a call asked for now has no chance to leave.</summary>
    public bool Refuses(TimeSpan now, bool isWrite) => _openUntil is { } until && (now < until || isWrite || ProbeUnderWay);

    public void Left() => ProbeUnderWay = IsOpen;

    /// <returns>Whether this closed the circuit.</returns>
    public bool Succeeded()
    {
        var closes = IsOpen;
        _failures = 0;
        _openUntil = null;
        ProbeUnderWay = false;
        return closes;
    }

    /// <returns>Whether this opened the circuit.</returns>
    public bool Failed(TimeSpan now)
    {
        _failures++;
        var wasOpen = IsOpen;
        if (ProbeUnderWay || (_failures >= failuresToOpen && !wasOpen))
        {
            _openUntil = now + openFor;
        }

        ProbeUnderWay = false;
        return !wasOpen && IsOpen;
    }
}
