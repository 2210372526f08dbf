using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace PanelAssist.Server.Accounts;

/// <summary>Short texts that travel through a browser and come back unchanged or not at all.</summary>
internal sealed class SignedTexts(IDataProtectionProvider protection)
{
    private readonly IDataProtector _device = protection.CreateProtector("account-device");
    private readonly ITimeLimitedDataProtector _step = protection.CreateProtector("account-step").ToTimeLimitedDataProtector();

    /// <summary>Marks a browser as one that this account has signed in with.</summary>
    public string Device(Guid account) => _device.Protect($"{account:N} {Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}");

    /// <returns>The browser's own name, if this account has signed in with it.</returns>
    public string? FindDevice(string? text, Guid account) =>
        text is not null && Open(() => _device.Unprotect(text)) is { } opened && opened.StartsWith($"{account:N} ", StringComparison.Ordinal) ? opened[33..] : null;

    /// <summary>A step of <paramref name="purpose"/> that is good for ten minutes.</summary>
    public string Step(string purpose, string value) => _step.Protect(purpose + " " + value, TimeSpan.FromMinutes(10));

    public string? FindStep(string purpose, string? text) =>
        text is not null && Open(() => _step.Unprotect(text)) is { } opened && opened.StartsWith(purpose + " ", StringComparison.Ordinal) ? opened[(purpose.Length + 1)..] : null;

    private static string? Open(Func<string> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
