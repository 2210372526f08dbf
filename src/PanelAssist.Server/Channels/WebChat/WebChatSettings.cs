using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>What the owner chose for one web chat: the connection's settings.</summary>
internal sealed record WebChatSettings
{
    private static readonly ConditionalWeakTable<ChannelConnectionView, WebChatSettings> Read = [];

    public string Title { get; init; } = "Support";

    /// <summary>First words of the assistant, shown before anything is written.</summary>
    public string? Greeting { get; init; }

    /// <summary>Accent colour as <c>#rrggbb</c>.</summary>
    public string? Color { get; init; }

    /// <summary>Origins of the sites that may embed this chat, such as <c>https://panel.example</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public static WebChatSettings Of(ChannelConnectionView connection) => Read.GetValue(connection, static view => Parse(view.SettingsJson));

    /// <summary>Settings that cannot be read are the defaults: the chat stays up, and embeds nowhere.</summary>
    public static WebChatSettings Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WebChatJson.Default.WebChatSettings) is { } settings ? settings.WithoutNulls() : new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    // JSON may say null where the type says there is none.
    private WebChatSettings WithoutNulls() => this with
    {
        Title = string.IsNullOrWhiteSpace(Title) ? "Support" : Title,
        AllowedOrigins = [.. (AllowedOrigins ?? []).Where(origin => origin is not null)],
        Color = Color is { Length: 7 } color && color[0] == '#' && color.AsSpan(1).IndexOfAnyExcept(Hex) < 0 ? color : null,
    };

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
