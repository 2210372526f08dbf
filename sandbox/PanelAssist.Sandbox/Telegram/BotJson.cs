using System.Text.Json;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>Telegram's objects in JSON.</summary>
internal static class BotJson
{
    public static void Me(Utf8JsonWriter json, Bot bot)
    {
        json.WriteStartObject();
        BotFields(json, bot);
        json.WriteBoolean("can_join_groups", true);
        json.WriteBoolean("can_read_all_group_messages", false);
        json.WriteBoolean("supports_inline_queries", false);
        json.WriteBoolean("can_connect_to_business", false);
        json.WriteBoolean("has_main_web_app", false);
        json.WriteEndObject();
    }

    public static void User(Utf8JsonWriter json, string name, TelegramUser user)
    {
        json.WriteStartObject(name);
        json.WriteNumber("id", user.Id);
        json.WriteBoolean("is_bot", false);
        json.WriteString("first_name", user.FirstName);
        if (user.Username is not null)
        {
            json.WriteString("username", user.Username);
        }

        json.WriteString("language_code", user.Language ?? "en");
        json.WriteEndObject();
    }

    public static void ChatFields(Utf8JsonWriter json, Chat chat)
    {
        json.WriteNumber("id", chat.Id);
        if (chat.Name is not null)
        {
            json.WriteString(chat.IsPrivate ? "first_name" : "title", chat.Name);
        }

        if (chat.Username is not null)
        {
            json.WriteString("username", chat.Username);
        }

        json.WriteString("type", chat.Type);
    }

    public static void Message(Utf8JsonWriter json, Bot bot, BotMessage message, bool withReply = true)
    {
        json.WriteStartObject();
        json.WriteNumber("message_id", message.Id);
        if (message.ThreadId is { } thread)
        {
            json.WriteNumber("message_thread_id", thread);
        }

        if (message.From is { } user)
        {
            User(json, "from", user);
        }
        else
        {
            json.WriteStartObject("from");
            BotFields(json, bot);
            json.WriteEndObject();
        }

        json.WriteStartObject("chat");
        ChatFields(json, message.Chat);
        json.WriteEndObject();
        json.WriteNumber("date", message.Date);
        if (message.EditDate is { } edited)
        {
            json.WriteNumber("edit_date", edited);
        }

        if (message.ThreadId is not null)
        {
            json.WriteBoolean("is_topic_message", true);
        }

        if (withReply && message.ReplyTo is { } original)
        {
            json.WritePropertyName("reply_to_message");
            Message(json, bot, original, withReply: false);
        }

        json.WriteString("text", message.Text);
        Entities(json, message.Entities);
        if (message.ReplyMarkup is not null && message.ReplyMarkup.Contains("inline_keyboard", StringComparison.Ordinal))
        {
            json.WritePropertyName("reply_markup");
            json.WriteRawValue(message.ReplyMarkup);
        }

        json.WriteEndObject();
    }

    private static void Entities(Utf8JsonWriter json, IReadOnlyList<TextEntity> entities)
    {
        if (entities.Count == 0)
        {
            return;
        }

        json.WriteStartArray("entities");
        foreach (var entity in entities)
        {
            json.WriteStartObject();
            json.WriteNumber("offset", entity.Offset);
            json.WriteNumber("length", entity.Length);
            json.WriteString("type", entity.Type);
            if (entity.Detail is not null)
            {
                json.WriteString(entity.Type switch { "text_link" => "url", "pre" => "language", _ => "custom_emoji_id" }, entity.Detail);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void BotFields(Utf8JsonWriter json, Bot bot)
    {
        json.WriteNumber("id", bot.Id);
        json.WriteBoolean("is_bot", true);
        json.WriteString("first_name", "Sandbox bot");
        json.WriteString("username", bot.Username);
    }
}
