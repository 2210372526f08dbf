using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Audit;

/// <summary>How the audit is kept.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>How often new entries are put into their tenant's chain. Until then a change of one of them would not show.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan SealEvery { get; init; } = TimeSpan.FromSeconds(1);
}

[OptionsValidator]
internal sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;
