using Microsoft.AspNetCore.Identity;

namespace PanelAssist.Server.Accounts;

/// <summary>A person who signs in. Belongs to no tenant: what they may see is said by their <see cref="Member"/> rows.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public required string DisplayName { get; set; }

    /// <summary>Language of pages and mails, such as <c>tr</c>; null follows the browser.</summary>
    public string? Language { get; set; }

    /// <summary>Single-key shortcuts of the dashboard.</summary>
    public bool Shortcuts { get; set; } = true;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on an owner needs a second factor to get on; see <see cref="AccountOptions.SecondFactorGrace"/>.</summary>
    public DateTimeOffset? SecondFactorDueAt { get; set; }
}
