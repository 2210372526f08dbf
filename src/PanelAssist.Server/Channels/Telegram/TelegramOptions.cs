using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Channels.Telegram;

/// <summary>How the Bot API is reached, and how fast it may be spoken to.</summary>
internal sealed class TelegramOptions
{
    public const string Section = "Telegram";

    /// <summary>Another Bot API server, such as a local one.</summary>
    [Required]
    public Uri ApiBaseUrl { get; init; } = new("https://api.telegram.org");

    /// <summary>Upper bound on one call. Must stay below <c>Outbox:Lease</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:15")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one <c>getUpdates</c> waits; the Bot API allows 50 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:50")]
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The Bot API's FAQ: about 30 messages a second for a bot.</summary>
    [Range(0.1, 1_000_000)]
    public double MessagesPerSecondPerBot { get; init; } = 30;

    /// <summary>The FAQ: about one a second in one chat; short bursts pass.</summary>
    [Range(0.01, 1_000_000)]
    public double MessagesPerSecondPerChat { get; init; } = 1;

    [Range(1, 100)]
    public int BurstPerChat { get; init; } = 5;

    /// <summary>The FAQ: 20 a minute in one group.</summary>
    [Range(0.1, 1_000_000)]
    public double MessagesPerMinutePerGroup { get; init; } = 20;
}

[OptionsValidator]
internal sealed partial class TelegramOptionsValidator : IValidateOptions<TelegramOptions>;

/// <summary>What a Telegram connection keeps beside its token.</summary>
internal sealed record TelegramSettings
{
    /// <summary><c>webhook</c>, <c>polling</c>, or <c>auto</c>: a webhook where the public address is https.</summary>
    public string Delivery { get; init; } = "auto";

    /// <summary>As getMe told it, to know when a group speaks to the bot.</summary>
    public string? BotUsername { get; init; }
}
