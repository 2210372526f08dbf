using System.Globalization;
using System.Text.Json;

namespace PanelAssist.Server.Tests.App;

/// <summary>A person in a Telegram chat, private or group.</summary>
public sealed class TelegramChat(PanelAssistApp app, TelegramBot bot, long chatId, long userId) : ICustomer
{
    private int _messages = 100;
    private long _read;

    public Guid ChannelId => bot.ChannelId;

    public long Id => chatId;

    public string ExternalId => userId.ToString(CultureInfo.InvariantCulture);

    public string ChatId => chatId.ToString(CultureInfo.InvariantCulture);

    public async Task SaysAsync(string text) => Assert.Equal(200, await bot.DeliverAsync(Update(text)));

    /// <summary>Written at Telegram, which delivers it to the webhook itself, or hands it to the bot that polls.</summary>
    public async Task<long> WritesInTelegramAsync(string text, object? more = null) => (await app.Outside.PostAsync(
        $"telegram/{bot.Token}/messages", Merged(new { chatId, userId, text }, more))).GetProperty("messageId").GetInt64();

    public Task PressesAsync(long messageId, string data) => app.Outside.PostAsync($"telegram/{bot.Token}/callbacks", new { chatId, userId, messageId, data });

    /// <summary>An update as the Bot API words it.</summary>
    public object Update(string text, long? updateId = null, long? otherChatId = null) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["update_id"] = updateId ?? bot.FreshUpdateId(),
        ["message"] = new
        {
            message_id = Interlocked.Increment(ref _messages),
            from = new { id = userId, is_bot = false, first_name = "Ana", language_code = "en" },
            chat = new { id = otherChatId ?? chatId, type = chatId > 0 ? "private" : "supergroup", first_name = chatId > 0 ? "Ana" : null, title = chatId > 0 ? null : "Resellers" },
            date = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            text,
        },
    };

    public async Task<string> NextReplyAsync() => (await NextSentAsync()).GetProperty("text").GetString()!;

    /// <summary>The next message of the bot here, with its buttons and what it replies to.</summary>
    public async Task<JsonElement> NextSentAsync()
    {
        var sent = await bot.SentAsync(chatId, "sendMessage", _read, waitFor: 1);
        Assert.True(sent.Count > 0, $"Nothing was sent to chat {chatId}.");
        _read = sent[0].GetProperty("number").GetInt64();
        return sent[0];
    }

    private static Dictionary<string, object?> Merged(object first, object? second) =>
        new[] { first, second }.OfType<object>().SelectMany(part => part.GetType().GetProperties().Select(property => (property.Name, Value: property.GetValue(part))))
            .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
}
