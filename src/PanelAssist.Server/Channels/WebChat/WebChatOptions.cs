using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>Limits of the web chat. What a client can see of them is in docs/webchat.md.</summary>
internal sealed class WebChatOptions
{
    public const string Section = "WebChat";

    /// <summary>A frame or a body above this is refused unread.</summary>
    public const int MaxFrameBytes = 32 * 1024;

    /// <summary>In UTF-16 units, as JavaScript counts.</summary>
    public const int MaxTextLength = 4_096;

    /// <summary>The address outside callers use (setting <c>PublicUrl</c>); null means the one listened on.</summary>
    public Uri? PublicUrl { get; set; }

    [Range(1, 6_000)]
    public int MessagesPerMinute { get; init; } = 60;

    [Range(1, 1_000)]
    public int MessageBurst { get; init; } = 20;

    /// <summary>Per network address. Many customers share one behind a mobile carrier, so it is far above what one person needs.</summary>
    [Range(1, 600_000)]
    public int SessionsPerMinute { get; init; } = 60;

    [Range(1, 100_000)]
    public int SessionBurst { get; init; } = 60;

    /// <summary>Open sockets and waiting polls of one visitor: their tabs.</summary>
    [Range(1, 1_000)]
    public int ConnectionsPerVisitor { get; init; } = 12;

    /// <summary>Messages one read of history brings, and how far back a new client sees.</summary>
    [Range(1, 1_000)]
    public int HistoryLimit { get; init; } = 200;

    /// <summary>Frames that may wait for a slow reader; one more and the socket is cut, to be resumed by sequence.</summary>
    [Range(8, 10_000)]
    public int SendQueue { get; init; } = 64;

    /// <summary>Must stay below what proxies cut idle connections at, often 30 or 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a new socket may take to say who it is.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An anonymous visitor keeps the conversation this long after the last visit.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "365.00:00:00")]
    public TimeSpan AnonymousSession { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A signed identity must be shown again after this; renewing the session does not extend it.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "7.00:00:00")]
    public TimeSpan SignedSession { get; init; } = TimeSpan.FromHours(24);
}

[OptionsValidator]
internal sealed partial class WebChatOptionsValidator : IValidateOptions<WebChatOptions>;
