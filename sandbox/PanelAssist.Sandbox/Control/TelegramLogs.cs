using System.Text.Json;
using PanelAssist.Sandbox.Telegram;

namespace PanelAssist.Sandbox.Control;

/// <summary>What a bot sent, and how its updates were delivered.</summary>
internal static class TelegramLogs
{
    public static void MapTelegramLogs(this WebApplication app, BotBook bots)
    {
        app.MapGet("/_control/telegram/{token}/sent", Answer.Of(async http =>
        {
            if (bots.Find(http.Route("token")) is not { } bot)
            {
                return Answer.Bad("A token looks like 123456:abc.");
            }

            var chat = http.QueryLong("chatId", 0);
            var method = http.Query("method");
            var found = await bot.Sent.WaitAsync(http.QueryLong("after", 0),
                s => (chat == 0 || s.ChatId == chat) && (method is null || s.Method.Equals(method, StringComparison.OrdinalIgnoreCase)),
                (int)http.QueryLong("waitFor", 0), http.WaitTime(), http.RequestAborted);
            return Answer.Ok(new
            {
                last = found.Count == 0 ? http.QueryLong("after", 0) : found[^1].Number,
                items = found.Select(f => new
                {
                    number = f.Number,
                    f.Item.Method,
                    f.Item.ChatId,
                    f.Item.Text,
                    replyMarkup = f.Item.ReplyMarkup is null ? (JsonElement?)null : JsonDocument.Parse(f.Item.ReplyMarkup).RootElement,
                    f.Item.MessageId,
                    f.Item.ParseMode,
                    f.Item.ThreadId,
                    f.Item.ReplyTo,
                    f.Item.CallbackQueryId,
                    f.Item.At,
                    f.Item.Via,
                }),
            });
        }));
        app.MapGet("/_control/telegram/{token}/sent/count", Answer.Of(async http =>
        {
            if (bots.Find(http.Route("token")) is not { } bot)
            {
                return Answer.Bad("A token looks like 123456:abc.");
            }

            var waitFor = http.QueryLong("waitFor", 0);
            await bot.Sent.Changed.WaitAsync(() => bot.Sent.Count >= waitFor, http.WaitTime(), http.RequestAborted);
            return Answer.Ok(new { count = bot.Sent.Count });
        }));
        app.MapGet("/_control/telegram/{token}/deliveries", Answer.Of(async http =>
        {
            if (bots.Find(http.Route("token")) is not { } bot)
            {
                return Answer.Bad("A token looks like 123456:abc.");
            }

            var outcome = http.Query("outcome");
            var update = http.QueryLong("updateId", 0);
            var found = await bot.Deliveries.WaitAsync(http.QueryLong("after", 0),
                d => (outcome is null || d.Outcome == outcome) && (update == 0 || d.UpdateId == update),
                (int)http.QueryLong("waitFor", 0), http.WaitTime(), http.RequestAborted);
            return Answer.Ok(new
            {
                pending = bot.Updates.Count,
                items = found.Select(f => new
                {
                    number = f.Number,
                    f.Item.UpdateId,
                    f.Item.Kind,
                    f.Item.QueueKey,
                    f.Item.Attempt,
                    f.Item.Status,
                    f.Item.Outcome,
                    f.Item.RetryInMs,
                    f.Item.At,
                }),
            });
        }));
    }
}
