using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Inbox;

/// <summary>How stored events are taken up.</summary>
internal sealed class InboxOptions
{
    public const string Section = "Inbox";

    /// <summary>How long a process has an event to itself. Must stay above the grain call's 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:31", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so many attempts an event is a dead letter.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 8;

    /// <summary>First pause between attempts; it doubles up to <see cref="MaxRetryDelay"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Events in memory at once; the rest wait in the table.</summary>
    [Range(16, 1_000_000)]
    public int MaxInFlight { get; init; } = 10_000;

    /// <summary>How often the table is searched for events that nobody has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a handled event's body is kept, for replay; the key stays longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan KeepPayload { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long the key is kept. Channels redeliver for up to 7 days.</summary>
    [Range(typeof(TimeSpan), "7.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepKey { get; init; } = TimeSpan.FromDays(30);
}

[OptionsValidator]
internal sealed partial class InboxOptionsValidator : IValidateOptions<InboxOptions>;
