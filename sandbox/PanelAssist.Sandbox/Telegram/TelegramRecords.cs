namespace PanelAssist.Sandbox.Telegram;

/// <summary>What control can set for all bots.</summary>
internal sealed class TelegramSettings
{
    /// <summary>Multiplies every wait of the delivery rules: retry delays, Retry-After, expiry. 0.01 makes two seconds twenty milliseconds.</summary>
    public double RetryScale { get; set; } = 1;

    /// <summary>How long a webhook may take to answer. Not scaled.</summary>
    public TimeSpan ReplyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Refuse chats that nobody opened: "chat not found".</summary>
    public bool StrictChats { get; set; }
}

internal sealed class Chat
{
    public required long Id { get; init; }

    public required string Type { get; init; }

    public string? Name { get; set; }

    public string? Username { get; set; }

    public long LastMessageId { get; set; }

    public bool HasBlockedBot { get; set; }

    public long? MigratedTo { get; set; }

    public bool IsPrivate => Type == "private";

    public static string UsualType(long id) => id > 0 ? "private" : id < -1_000_000_000_000 ? "supergroup" : "group";
}

internal sealed record TelegramUser(long Id, string FirstName, string? Username, string? Language);

internal sealed class BotMessage
{
    public required long Id { get; init; }

    public required Chat Chat { get; init; }

    /// <summary>Null when the bot itself wrote it.</summary>
    public TelegramUser? From { get; init; }

    public required long Date { get; init; }

    public long? EditDate { get; set; }

    public required string Text { get; set; }

    public IReadOnlyList<TextEntity> Entities { get; set; } = [];

    /// <summary>As it was sent, in JSON.</summary>
    public string? ReplyMarkup { get; set; }

    public long? ThreadId { get; init; }

    public BotMessage? ReplyTo { get; init; }
}

/// <summary>Offsets and lengths count UTF-16 units, as Telegram does.</summary>
internal readonly record struct TextEntity(string Type, int Offset, int Length, string? Detail = null);

/// <summary>Something the bot did that a person would see.</summary>
internal sealed record SentItem(
    string Method, long? ChatId, string? Text, string? ReplyMarkup, long? MessageId, string? ParseMode,
    long? ThreadId, long? ReplyTo, string? CallbackQueryId, DateTimeOffset At, string Via);

/// <summary>One try at a webhook. Status 0 means that no answer came.</summary>
internal sealed record DeliveryItem(
    long UpdateId, string Kind, long QueueKey, int Attempt, int Status, string Outcome, double RetryInMs, DateTimeOffset At);
