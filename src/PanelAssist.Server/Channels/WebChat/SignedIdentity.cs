using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>A panel customer's name, vouched for by the owner's own site.</summary>
/// <param name="Expires">Unix seconds; after it the signature opens no session.</param>
/// <param name="Signature">Lower-case hex HMAC-SHA256 under the hook secret, over <c>user \n name \n expires</c>.</param>
internal sealed record SignedIdentity(string? User, string? Name, long Expires, string? Signature)
{
    /// <summary>Marks the external id of someone whose login was signed; anonymous visitors' ids begin otherwise.</summary>
    public const string Prefix = "user:";

    public const int MaxUserLength = 128;
    public const int MaxNameLength = 100;

    /// <summary>The login that was signed for this visitor, or null for an anonymous one.</summary>
    public static string? UsernameOf(string externalId) =>
        externalId.StartsWith(Prefix, StringComparison.Ordinal) ? externalId[Prefix.Length..] : null;

    public static string Sign(Secret key, string user, string name, long expires)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"{user}\n{name}\n{expires}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal()), Encoding.UTF8.GetBytes(message)));
    }

    /// <returns>Null if it holds; else why not, for the owner who is setting it up.</returns>
    public string? Check(Secret key, DateTimeOffset now)
    {
        var name = Name ?? "";
        if (string.IsNullOrWhiteSpace(User) || User.Length > MaxUserLength || name.Length > MaxNameLength)
        {
            return $"A user has 1 to {MaxUserLength} characters, a name at most {MaxNameLength}.";
        }

        // A line break inside a field would let one signature stand for two different people.
        if (User.Any(char.IsControl) || name.Any(char.IsControl))
        {
            return "User and name must not contain control characters.";
        }

        var expected = Encoding.ASCII.GetBytes(Sign(key, User, name, Expires));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Signature ?? ""), expected))
        {
            return "The signature does not match user, name and expires.";
        }

        // No tolerance: the owner's site chooses the moment and can choose it later.
        return Expires <= now.ToUnixTimeSeconds() ? "The signed identity has expired." : null;
    }
}
