using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>Who is chatting on one connection.</summary>
/// <param name="ExternalId"><c>user:…</c> for a signed identity, <c>visitor:…</c> for an anonymous one.</param>
/// <param name="Expires">Unix seconds.</param>
internal sealed record WebChatSession(string ExternalId, string? Name, bool Identified, long Expires);

internal enum SessionState
{
    Valid,

    /// <summary>It was ours, and its time is over.</summary>
    Expired,

    /// <summary>Altered, of another connection, or signed before the connection's secret was changed.</summary>
    Invalid,
}

/// <summary>
/// Session tokens: <c>base64url(json).base64url(HMAC)</c>. Nothing about them is stored. The key is derived from the
/// connection's hook secret, so every node can check them and a new secret ends them all.
/// </summary>
internal sealed class WebChatSessions(TimeProvider time, IOptions<WebChatOptions> options)
{
    private const int MaxTokenLength = 2_048;

    public (WebChatSession Session, string Token) Anonymous(ChannelConnectionView connection) =>
        Issue(connection, new("visitor:" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), null, false, In(options.Value.AnonymousSession)));

    /// <param name="identity">Checked already.</param>
    public (WebChatSession Session, string Token) Identified(ChannelConnectionView connection, SignedIdentity identity)
    {
        var name = string.IsNullOrWhiteSpace(identity.Name) ? null : identity.Name;
        return Issue(connection, new(SignedIdentity.Prefix + identity.User, name, true, In(options.Value.SignedSession)));
    }

    /// <summary>An anonymous session lives on from now; one of a signed identity keeps its end, or it would never need to be shown again.</summary>
    public (WebChatSession Session, string Token) Renew(ChannelConnectionView connection, WebChatSession session) =>
        Issue(connection, session.Identified ? session : session with { Expires = In(options.Value.AnonymousSession) });

    public SessionState Read(ChannelConnectionView connection, string? token, out WebChatSession session)
    {
        session = new("", null, false, 0);
        var dot = token?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (token is null || dot <= 0 || token.Length > MaxTokenLength)
        {
            return SessionState.Invalid;
        }

        // Texts are compared, not bytes: base64 has several spellings of the same bytes.
        var expected = Encoding.ASCII.GetBytes(Mac(connection, token.AsSpan(0, dot)));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token[(dot + 1)..]), expected))
        {
            return SessionState.Invalid;
        }

        session = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(token.AsSpan(0, dot)), WebChatJson.Default.WebChatSession)!;
        return session.Expires > time.GetUtcNow().ToUnixTimeSeconds() ? SessionState.Valid : SessionState.Expired;
    }

    private static (WebChatSession Session, string Token) Issue(ChannelConnectionView connection, WebChatSession session)
    {
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(session, WebChatJson.Default.WebChatSession));
        return (session, $"{body}.{Mac(connection, body)}");
    }

    private static string Mac(ChannelConnectionView connection, ReadOnlySpan<char> body)
    {
        // The owner's site holds the hook secret itself, so tokens have a key of their own.
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(connection.HookSecret.Reveal()), key, connection.Id.ToByteArray(), "web chat session"u8);
        var bytes = new byte[Encoding.UTF8.GetByteCount(body)];
        Encoding.UTF8.GetBytes(body, bytes);
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, bytes));
    }

    private long In(TimeSpan lifetime) => time.GetUtcNow().Add(lifetime).ToUnixTimeSeconds();
}
