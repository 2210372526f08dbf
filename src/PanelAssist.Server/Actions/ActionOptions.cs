using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Actions;

/// <summary>The fixed rules of asking panels for things.</summary>
internal sealed class ActionOptions
{
    public const string Section = "Actions";

    /// <summary>The same action on the same order is asked for once in this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromHours(12);

    /// <summary>An action written as sending this long ago belongs to a process that died. Must stay above the grain call's 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:31", "00:10:00")]
    public TimeSpan SendingLease { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How soon after a lost answer the order is read again; the pause grows by half each time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FirstCheckAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A panel may show a request a moment late: "it did not happen" is believed only after so many looks.</summary>
    [Range(1, 20)]
    public int ChecksBeforeNo { get; init; } = 3;

    /// <summary>What is still unknown after this goes to people.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(5);

    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);
}

[OptionsValidator]
internal sealed partial class ActionOptionsValidator : IValidateOptions<ActionOptions>;
