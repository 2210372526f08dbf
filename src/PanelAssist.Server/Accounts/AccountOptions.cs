using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Accounts;

/// <summary>Sign-up, sign-in and sessions.</summary>
internal sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>Whether strangers may sign up. Off: people come in by invitation only.</summary>
    public bool SignUp { get; init; } = true;

    /// <summary>A session that was not used for so long has ended.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long after sign-up an owner may do without a second factor.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan SecondFactorGrace { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long an invitation's link works.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan InvitationLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Wrong passwords from one address in a quarter of an hour, whatever the account.</summary>
    [Range(1, 100_000)]
    public int FailuresPerAddress { get; init; } = 50;

    /// <summary>Wrong passwords for one account in a quarter of an hour, from browsers it has not signed in with before. Those it has are counted apart, so that strangers cannot lock an owner out.</summary>
    [Range(1, 1_000)]
    public int FailuresPerAccount { get; init; } = 10;
}

[OptionsValidator]
internal sealed partial class AccountOptionsValidator : IValidateOptions<AccountOptions>;
