using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PanelAssist.Server.Inbox;

namespace PanelAssist.Server.Channels.Telegram;

/// <summary>Verifies, stores, acknowledges; nothing else.</summary>
internal sealed class TelegramWebhook(ConnectionDirectory connections, InboxWriter inbox)
{
    /// <summary>An update is a few kilobytes; Telegram sends no files in it.</summary>
    public const int MaxBody = 1024 * 1024;

    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    public async Task ReceiveAsync(HttpContext context)
    {
        if (!Guid.TryParse(context.GetRouteValue("connectionId") as string, out var connectionId)
            || await connections.FindAsync(connectionId, context.RequestAborted) is not { Kind: ChannelKind.Telegram } connection
            || !SecretMatches(context.Request.Headers[SecretHeader].ToString(), connection.HookSecret.Reveal()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (await RequestBody.ReadAsync(context.Request, MaxBody, context.RequestAborted) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var stored = await inbox.StoreAsync(connection.TenantId, connection.Id, EventIdOf(body), body);
        context.Response.StatusCode = stored is StoreResult.Unavailable
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
    }

    /// <summary>The update's id; a body without one is known by its hash, so that it is stored once, and found unreadable later.</summary>
    public static string EventIdOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var isId = reader.ValueTextEquals("update_id"u8);
                    reader.Read();
                    if (isId && reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var id))
                    {
                        return id.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    }

                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: named by its hash like any other unreadable body.
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(body));
    }

    private static bool SecretMatches(string sent, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(expected));
}
