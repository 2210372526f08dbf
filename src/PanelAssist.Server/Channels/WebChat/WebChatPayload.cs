using System.Text;
using System.Text.Json;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>A message of the web chat as the inbox keeps it.</summary>
/// <param name="Visitor">The person's external id.</param>
/// <param name="ReplyCommand">Set when a button was pressed: the button's command, which is also the text.</param>
internal sealed record WebChatPayload(string Visitor, string? Name, string Text, string ClientMessageId, DateTimeOffset At, string? ReplyCommand = null)
{
    /// <summary>The sender's retry has the same id, so it is stored once. A visitor cannot take another's id: their own is part of it.</summary>
    public string EventId => $"{Visitor}:{ClientMessageId}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, WebChatJson.Default.WebChatPayload);
}

/// <summary>Reads what the inbox stored.</summary>
internal static class WebChatParser
{
    /// <exception cref="JsonException">It is no web chat payload.</exception>
    public static WebChatPayload Parse(ReadOnlySpan<byte> payload) =>
        JsonSerializer.Deserialize(payload, WebChatJson.Default.WebChatPayload) is { Visitor: not null, Text: not null, ClientMessageId: not null } read
            ? read
            : throw new JsonException("A web chat payload has a visitor, a text and an id.");
}

/// <summary>What a visitor typed, as far as it may be stored.</summary>
internal static class WebChatText
{
    /// <summary>Line ends become <c>\n</c>; other control characters go, U+0000 first of all: PostgreSQL stores no text with it.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                clean.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            }
            else if (c is '\n' or '\t' || !char.IsControl(c))
            {
                clean.Append(c);
            }
        }

        return clean.ToString().Trim();
    }
}
