using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PanelAssist.Server;

/// <summary>One instrument for each step of a message's journey.</summary>
internal static class Metrics
{
    public const string MeterName = "PanelAssist";

    private static readonly Meter Meter = new(MeterName);

    private static readonly InstrumentAdvice<double> Milliseconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    };

    public static readonly ActivitySource Traces = new(MeterName);

    public static readonly Counter<long> EventsAccepted = Meter.CreateCounter<long>("panelassist.inbox.accepted", description: "Events stored, by channel");

    public static readonly Counter<long> EventsRedelivered = Meter.CreateCounter<long>("panelassist.inbox.redelivered", description: "Events that were stored already");

    public static readonly Counter<long> EventsHandled = Meter.CreateCounter<long>("panelassist.inbox.handled", description: "Events whose turn was committed");

    public static readonly Counter<long> EventsRetried = Meter.CreateCounter<long>("panelassist.inbox.retried", description: "Turns that failed and are tried again");

    public static readonly Counter<long> EventsDead = Meter.CreateCounter<long>("panelassist.inbox.dead", description: "Events given up");

    public static readonly Histogram<int> Commits = Meter.CreateHistogram<int>("panelassist.commit.size", description: "Writes that shared a commit");

    public static readonly Histogram<double> CommitDuration = Meter.CreateHistogram(
        "panelassist.commit.duration", "s", "From beginning a group's transaction to its being on disk", advice: Milliseconds);

    public static readonly Histogram<double> TurnDuration = Meter.CreateHistogram(
        "panelassist.turn.duration", "s", "From taking up an event to its commit", advice: Milliseconds);

    public static readonly Counter<long> MessagesSent = Meter.CreateCounter<long>("panelassist.outbox.sent", description: "Messages the channel took");

    public static readonly Counter<long> MessagesRetried = Meter.CreateCounter<long>("panelassist.outbox.retried", description: "Sends to be tried again, by reason");

    public static readonly Counter<long> MessagesDead = Meter.CreateCounter<long>("panelassist.outbox.dead", description: "Messages given up");

    public static readonly Counter<long> Actions = Meter.CreateCounter<long>("panelassist.actions", description: "Panel actions by kind and state");

    public static readonly Counter<long> CallsRefused = Meter.CreateCounter<long>("panelassist.limits.refused", description: "Calls over a limit, by what was counted");

    public static readonly Counter<long> AuditSealed = Meter.CreateCounter<long>("panelassist.audit.sealed", description: "Audit entries put into their chain");

    public static readonly Counter<long> AuditSealFailed = Meter.CreateCounter<long>("panelassist.audit.seal_failed", description: "Times a tenant's audit could not be sealed");
}
