using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Linking;

/// <summary>One-time codes.</summary>
internal sealed class LinkingOptions
{
    public const string Section = "Linking";

    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan CodeValidFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes until linking pauses. Five of a million possibilities.</summary>
    [Range(1, 10)]
    public int MaxTries { get; init; } = 5;

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Codes one chat identity may ask for in an hour, so that nobody's mailbox is flooded.</summary>
    [Range(1, 100)]
    public int MaxCodesPerHour { get; init; } = 4;
}

[OptionsValidator]
internal sealed partial class LinkingOptionsValidator : IValidateOptions<LinkingOptions>;
