using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Panels;

/// <summary>How panels are spoken to.</summary>
internal sealed class PanelOptions
{
    public const string Section = "Panels";

    /// <summary>Calls a second to one panel. The admin API answers 429 above 5.</summary>
    [Range(0.1, 1_000_000)]
    public double RequestsPerSecond { get; init; } = 5;

    /// <summary>Calls to one panel under way at once.</summary>
    [Range(1, 64)]
    public int MaxConcurrent { get; init; } = 4;

    /// <summary>Upper bound on one question to the gateway, waiting included. Must stay below the grain call's 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:25")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How old a shown status may be.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failed calls in a row that open the circuit.</summary>
    [Range(1, 100)]
    public int FailuresToOpen { get; init; } = 5;

    /// <summary>How long an open circuit lets nothing through before one call tries again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class PanelOptionsValidator : IValidateOptions<PanelOptions>;
