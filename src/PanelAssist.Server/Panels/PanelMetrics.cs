using System.Diagnostics.Metrics;
using PanelAssist.Server.Panels.Calls;

namespace PanelAssist.Server.Panels;

/// <summary>What is measured of panels. No tenant or panel in the tags: their number has no bound.</summary>
internal sealed class PanelMetrics
{
    private readonly Counter<long> _calls;
    private readonly Histogram<int> _ids;
    private readonly Histogram<double> _wait;
    private readonly UpDownCounter<int> _openCircuits;
    private readonly Counter<long> _lookUps;

    public PanelMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("PanelAssist");
        _calls = meter.CreateCounter<long>("panelassist.panel.calls", "{call}", "Calls made to panels, by how they ended");
        _ids = meter.CreateHistogram<int>("panelassist.panel.ids_per_call", "{id}", "Order ids that shared one call");
        _wait = meter.CreateHistogram<double>("panelassist.panel.wait", "s", "From being asked to leaving");
        _openCircuits = meter.CreateUpDownCounter<int>("panelassist.panel.circuits.open", "{circuit}", "Panels that are not asked for now");
        _lookUps = meter.CreateCounter<long>("panelassist.panel.lookups", "{id}", "Order ids asked for, by where the answer came from");
    }

    public void Called(Departure departure, TimeSpan left)
    {
        _calls.Add(
            1,
            new KeyValuePair<string, object?>("outcome", Name(departure.End)),
            new KeyValuePair<string, object?>("kind", departure.Source.IsWrite ? "write" : "read"));
        if (departure.Source.Coalesces)
        {
            _ids.Record(departure.Ids);
        }

        _wait.Record(Math.Max(0, (left - departure.AskedAt).TotalSeconds));
    }

    public void LookedUp(int cached, int asked)
    {
        if (cached > 0)
        {
            _lookUps.Add(cached, new KeyValuePair<string, object?>("from", "cache"));
        }

        if (asked > 0)
        {
            _lookUps.Add(asked, new KeyValuePair<string, object?>("from", "panel"));
        }
    }

    public void CircuitOpened() => _openCircuits.Add(1);

    public void CircuitClosed() => _openCircuits.Add(-1);

    private static string Name(CallEnd end) => end switch
    {
        CallEnd.Answered => "answered",
        CallEnd.KeyRefused => "key_refused",
        CallEnd.Limited => "limited",
        CallEnd.Failed => "failed",
        CallEnd.Malformed => "malformed",
    };
}
