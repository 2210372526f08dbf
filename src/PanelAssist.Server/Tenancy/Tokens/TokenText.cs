using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PanelAssist.Server.Tenancy.Tokens;

/// <summary>The text of an API token: <c>pa_</c> and 43 characters of base64url, from 32 random bytes.</summary>
internal static class TokenText
{
    public const string Prefix = "pa_";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
