using System.Text.Json;
using PanelAssist.Sandbox.Telegram;

namespace PanelAssist.Sandbox.Control;

internal sealed record UserMessage(
    long ChatId, long? UserId, string Text, string? FirstName, string? Username, string? LanguageCode,
    string? ChatType, string? ChatTitle, long? ThreadId, long? ReplyTo, double? AgeSeconds);

internal sealed record ButtonPress(long ChatId, long UserId, long? MessageId, string Data, string? FirstName, string? Username);

internal sealed record Block(long ChatId, bool? Blocked);

internal sealed record Migration(long ChatId, long NewChatId);

internal sealed record Revocation(bool? Revoked);

internal sealed record TelegramSettingsPatch(double? RetryScale, int? ReplyTimeoutMs, bool? StrictChats);

/// <summary>Control over the Telegram side: people who write and press, chats that block or move, tokens that end.</summary>
internal static class TelegramControl
{
    public static void MapTelegramControl(this WebApplication app, BotBook bots)
    {
        app.MapPost("/_control/telegram/settings", Answer.Of<TelegramSettingsPatch>((_, patch) =>
        {
            bots.Settings.RetryScale = patch.RetryScale ?? bots.Settings.RetryScale;
            bots.Settings.StrictChats = patch.StrictChats ?? bots.Settings.StrictChats;
            bots.Settings.ReplyTimeout = patch.ReplyTimeoutMs is { } ms ? TimeSpan.FromMilliseconds(ms) : bots.Settings.ReplyTimeout;
            return Answer.Ok(new { bots.Settings.RetryScale, replyTimeoutMs = bots.Settings.ReplyTimeout.TotalMilliseconds, bots.Settings.StrictChats });
        }));
        app.MapPost("/_control/telegram/{token}/messages", Of<UserMessage>(bots, (bot, body) =>
        {
            var message = Visitors.Write(bot, body);
            var id = bot.Updates.Add("message", json => BotJson.Message(json, bot, message), DateTimeOffset.FromUnixTimeSeconds(message.Date));
            return Answer.Ok(new { updateId = id, messageId = message.Id });
        }));
        app.MapPost("/_control/telegram/{token}/callbacks", Of<ButtonPress>(bots, (bot, body) =>
        {
            var (id, callback) = Visitors.Press(bot, body);
            return Answer.Ok(new { updateId = id, callbackQueryId = callback });
        }));
        app.MapPost("/_control/telegram/{token}/updates", Of<JsonElement>(bots, (bot, body) =>
        {
            if (body.ValueKind is not JsonValueKind.Object)
            {
                return Answer.Bad("An update is a JSON object.");
            }

            if (body.TryGetProperty("callback_query", out var query) && query.TryGetProperty("id", out var callback))
            {
                bot.AcceptCallback(callback.ToString());
            }

            return Answer.Ok(new { updateId = bot.Updates.AddRaw(body) });
        }));
        app.MapPost("/_control/telegram/{token}/block", Of<Block>(bots, (bot, body) =>
        {
            var chat = bot.OpenChat(body.ChatId, null, null, null);
            chat.HasBlockedBot = body.Blocked ?? true;
            return Answer.Ok(new { chatId = chat.Id, blocked = chat.HasBlockedBot });
        }));
        app.MapPost("/_control/telegram/{token}/migrate", Of<Migration>(bots, (bot, body) =>
        {
            bot.OpenChat(body.ChatId, "group", null, null).MigratedTo = body.NewChatId;
            bot.OpenChat(body.NewChatId, "supergroup", null, null);
            return Answer.Ok(new { body.ChatId, migratedTo = body.NewChatId });
        }));
        app.MapPost("/_control/telegram/{token}/revoke", Of<Revocation>(bots, (bot, body) =>
        {
            bot.IsRevoked = body.Revoked ?? true;
            return Answer.Ok(new { revoked = bot.IsRevoked });
        }));
        app.MapTelegramLogs(bots);
    }

    private static RequestDelegate Of<TBody>(BotBook bots, Func<Bot, TBody, IResult> act) => Answer.Of<TBody>((http, body) =>
    {
        if (bots.Find(http.Route("token")) is not { } bot)
        {
            return Answer.Bad("A token looks like 123456:abc.");
        }

        lock (bot.Gate)
        {
            return act(bot, body);
        }
    });
}
