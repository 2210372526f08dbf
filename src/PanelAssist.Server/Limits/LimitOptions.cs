using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Limits;

/// <summary>How often the API may be called. Counted per process: with several nodes the limits are that many times higher.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    private const int Most = 1_000_000;

    /// <summary>Calls from one network address, whether or not they show a token.</summary>
    [Range(1, Most)]
    public int AddressPerMinute { get; init; } = 3_000;

    [Range(1, Most)]
    public int AddressBurst { get; init; } = 600;

    /// <summary>Calls with one token.</summary>
    [Range(1, Most)]
    public int TokenPerMinute { get; init; } = 1_200;

    [Range(1, Most)]
    public int TokenBurst { get; init; } = 300;

    /// <summary>Calls for one tenant, with all its tokens.</summary>
    [Range(1, Most)]
    public int TenantPerMinute { get; init; } = 3_000;

    [Range(1, Most)]
    public int TenantBurst { get; init; } = 600;

    /// <summary>Tries to sign in from one network address.</summary>
    [Range(1, Most)]
    public int SignInPerMinute { get; init; } = 10;

    [Range(1, Most)]
    public int SignInBurst { get; init; } = 20;
}

[OptionsValidator]
internal sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
