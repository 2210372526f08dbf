using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Outbox;

/// <summary>How messages leave.</summary>
internal sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>How long a process has a message to itself. Must stay above the channels' time-outs.</summary>
    [Range(typeof(TimeSpan), "00:00:20", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 8;

    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    [Range(typeof(TimeSpan), "00:00:00.010", "00:30:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Messages in memory at once; the rest wait in the table.</summary>
    [Range(16, 1_000_000)]
    public int MaxInFlight { get; init; } = 20_000;

    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a sent row is kept.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan KeepSent { get; init; } = TimeSpan.FromDays(1);
}

[OptionsValidator]
internal sealed partial class OutboxOptionsValidator : IValidateOptions<OutboxOptions>;
