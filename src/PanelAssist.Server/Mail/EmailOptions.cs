using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Mail;

/// <summary>The mail server that the product's own mails leave by. Without <see cref="Host"/> no mail is sent and linking by code is not offered.</summary>
internal sealed class EmailOptions
{
    public const string Section = "Email";

    public string? Host { get; init; }

    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary><c>starttls</c>, <c>tls</c> (on connect) or <c>none</c>, which is for a server on this machine only.</summary>
    [RegularExpression("^(starttls|tls|none)$")]
    public string Security { get; init; } = "starttls";

    public string? Username { get; init; }

    public string? Password { get; init; }

    [Required, EmailAddress]
    public string From { get; init; } = "no-reply@panelassist.com";

    public bool IsSetUp => !string.IsNullOrWhiteSpace(Host);
}

[OptionsValidator]
internal sealed partial class EmailOptionsValidator : IValidateOptions<EmailOptions>;
