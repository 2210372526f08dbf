using PanelAssist.Sandbox.Telegram;

namespace PanelAssist.Sandbox.Control;

/// <summary>People on the other side of the bot, as control plays them.</summary>
internal static class Visitors
{
    public static BotMessage Write(Bot bot, UserMessage body)
    {
        var user = new TelegramUser(body.UserId ?? Math.Abs(body.ChatId), body.FirstName ?? "Sandbox", body.Username, body.LanguageCode);
        var type = body.ChatType ?? Chat.UsualType(body.ChatId);
        var chat = bot.OpenChat(body.ChatId, type, type == "private" ? user.FirstName : body.ChatTitle ?? "Sandbox group",
            type == "private" ? user.Username : null);
        var message = new BotMessage
        {
            Id = ++chat.LastMessageId,
            Chat = chat,
            From = user,
            Date = bot.Clock.GetUtcNow().AddSeconds(-(body.AgeSeconds ?? 0)).ToUnixTimeSeconds(),
            Text = Answer.Needed(body.Text, "text"),
            Entities = Autolink.Find(body.Text),
            ThreadId = body.ThreadId,
            ReplyTo = body.ReplyTo is { } id ? bot.FindMessage(chat.Id, id) : null,
        };
        bot.Keep(message);
        return message;
    }

    public static (long? UpdateId, string CallbackId) Press(Bot bot, ButtonPress body)
    {
        Answer.Needed(body.Data, "data");
        var chat = bot.OpenChat(body.ChatId, null, null, null);
        var message = body.MessageId is { } id ? bot.FindMessage(chat.Id, id) : null;
        var user = new TelegramUser(body.UserId, body.FirstName ?? chat.Name ?? "Sandbox", body.Username ?? (chat.IsPrivate ? chat.Username : null), null);
        var callback = bot.OpenCallback();
        var update = bot.Updates.Add("callback_query", json =>
        {
            json.WriteStartObject();
            json.WriteString("id", callback);
            BotJson.User(json, "from", user);
            json.WritePropertyName("message");
            if (message is not null)
            {
                BotJson.Message(json, bot, message);
            }
            else
            {
                // What Telegram sends when the message is too old to be shown again.
                json.WriteStartObject();
                json.WriteStartObject("chat");
                BotJson.ChatFields(json, chat);
                json.WriteEndObject();
                json.WriteNumber("message_id", body.MessageId ?? 1);
                json.WriteNumber("date", 0);
                json.WriteEndObject();
            }

            json.WriteString("chat_instance", "-8172635481726354817");
            json.WriteString("data", body.Data);
            json.WriteEndObject();
        });
        return (update, callback);
    }
}
