using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Tenancy;

/// <summary>How the operator of a new installation gets in. Read at the first start only.</summary>
internal sealed class BootstrapOptions
{
    public const string Section = "Bootstrap";

    [EmailAddress]
    public string? OperatorEmail { get; init; }

    /// <summary>Goes with <see cref="OperatorEmail"/>, for the operator's console.</summary>
    [MinLength(15, ErrorMessage = "Bootstrap:OperatorPassword needs at least 15 characters.")]
    public string? OperatorPassword { get; init; }

    /// <summary>A token for the management API, chosen by whoever installs.</summary>
    [MinLength(MinimumTokenLength, ErrorMessage = "Bootstrap:OperatorToken needs at least 16 characters: whoever knows it can create tenants. Make one with: openssl rand -hex 32")]
    [MaxLength(512, ErrorMessage = "Bootstrap:OperatorToken may have at most 512 characters.")]
    [RegularExpression(@"[\x21-\x7E]+", ErrorMessage = "Bootstrap:OperatorToken is sent in a header: letters, digits and signs only, without spaces.")]
    public string? OperatorToken { get; init; }

    public const int MinimumTokenLength = 16;
}

[OptionsValidator]
internal sealed partial class BootstrapOptionsValidator : IValidateOptions<BootstrapOptions>;
