using System.Globalization;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>Methods about messages. Called under the bot's gate.</summary>
internal sealed class MessageMethods(Bot bot)
{
    private const int MaxText = 4096;
    private const int MaxCallbackAnswer = 200;

    public SandboxReply Send(SandboxRequest request, string via)
    {
        if (Reach(request, out var chat) is { } unreachable)
        {
            return unreachable;
        }

        if (ReadText(request, out var text, out var entities) is { } refusal)
        {
            return refusal;
        }

        var replyTo = FindReply(request, chat, out var isMissing);
        if (isMissing)
        {
            return BotReplies.Bad("message to be replied not found");
        }

        var now = bot.Clock.GetUtcNow();
        var message = new BotMessage
        {
            Id = ++chat.LastMessageId,
            Chat = chat,
            Date = now.ToUnixTimeSeconds(),
            Text = text,
            Entities = entities,
            ReplyMarkup = request.Find("reply_markup"),
            ThreadId = request.FindLong("message_thread_id"),
            ReplyTo = replyTo,
        };
        bot.Keep(message);
        bot.Sent.Add(new SentItem("sendMessage", chat.Id, text, message.ReplyMarkup, message.Id, request.Find("parse_mode"),
            message.ThreadId, replyTo?.Id, null, now, via));
        return Message(message);
    }

    public SandboxReply EditText(SandboxRequest request, string via)
    {
        if (FindOwn(request, out var message) is { } missing)
        {
            return missing;
        }

        if (ReadText(request, out var text, out var entities) is { } refusal)
        {
            return refusal;
        }

        var markup = request.Find("reply_markup");
        if (message.Text == text && message.Entities.SequenceEqual(entities) && SameMarkup(message.ReplyMarkup, markup))
        {
            return NotModified();
        }

        message.Text = text;
        message.Entities = entities;
        return Edited(message, markup, request, "editMessageText", via);
    }

    public SandboxReply EditReplyMarkup(SandboxRequest request, string via)
    {
        if (FindOwn(request, out var message) is { } missing)
        {
            return missing;
        }

        var markup = request.Find("reply_markup");
        if (ReplyMarkup.Refusal(markup) is { } reason)
        {
            return BotReplies.Bad(reason);
        }

        return SameMarkup(message.ReplyMarkup, markup) ? NotModified() : Edited(message, markup, request, "editMessageReplyMarkup", via);
    }

    public SandboxReply Delete(SandboxRequest request, string via)
    {
        if (Reach(request, out var chat) is { } unreachable)
        {
            return unreachable;
        }

        if (request.FindLong("message_id") is not { } id)
        {
            return BotReplies.Bad("message identifier is not specified");
        }

        // A message the sandbox never saw came to the bot by some other hand; only the strict way tells it apart.
        if (!bot.Forget(chat.Id, id) && (bot.Settings.StrictChats || id <= chat.LastMessageId))
        {
            return BotReplies.Bad("message to delete not found");
        }

        bot.Sent.Add(new SentItem("deleteMessage", chat.Id, null, null, id, null, null, null, null, bot.Clock.GetUtcNow(), via));
        return BotReplies.True;
    }

    public SandboxReply AnswerCallback(SandboxRequest request, string via)
    {
        var id = request.Find("callback_query_id");
        if (id is null || !bot.CloseCallback(id))
        {
            return BotReplies.Bad("query is too old and response timeout expired or query ID is invalid");
        }

        if (request.Find("text") is { Length: > MaxCallbackAnswer })
        {
            return BotReplies.Bad("MESSAGE_TOO_LONG");
        }

        bot.Sent.Add(new SentItem("answerCallbackQuery", null, request.Find("text"), null, null, null, null, null, id, bot.Clock.GetUtcNow(), via));
        return BotReplies.True;
    }

    public SandboxReply SendChatAction(SandboxRequest request, string via)
    {
        if (Reach(request, out var chat) is { } unreachable)
        {
            return unreachable;
        }

        if (!request.Has("action"))
        {
            return BotReplies.Bad("wrong parameter action in request");
        }

        bot.Sent.Add(new SentItem("sendChatAction", chat.Id, request.Find("action"), null, null, null,
            request.FindLong("message_thread_id"), null, null, bot.Clock.GetUtcNow(), via));
        return BotReplies.True;
    }

    public SandboxReply GetChat(SandboxRequest request) =>
        Reach(request, out var chat) is { } unreachable && chat is null
            ? unreachable
            : BotReplies.Ok(chat!, static (json, c) =>
            {
                json.WriteStartObject();
                BotJson.ChatFields(json, c);
                json.WriteNumber("accent_color_id", 0);
                json.WriteNumber("max_reaction_count", 11);
                json.WriteEndObject();
            });

    private SandboxReply? Reach(SandboxRequest request, out Chat chat)
    {
        chat = null!;
        if (!request.Has("chat_id"))
        {
            return BotReplies.Bad("chat_id is empty");
        }

        chat = bot.FindChat(request.Find("chat_id"))!;
        if (chat is null)
        {
            return BotReplies.Bad("chat not found");
        }

        if (chat.MigratedTo is { } to)
        {
            return BotReplies.Migrated(to);
        }

        return !chat.HasBlockedBot ? null
            : chat.IsPrivate ? BotReplies.Error(403, "Forbidden: bot was blocked by the user")
            : BotReplies.Error(403, $"Forbidden: bot was kicked from the {chat.Type} chat");
    }

    private static SandboxReply? ReadText(SandboxRequest request, out string text, out IReadOnlyList<TextEntity> entities)
    {
        text = "";
        entities = [];
        var raw = request.Find("text");
        if (string.IsNullOrWhiteSpace(raw))
        {
            return BotReplies.Bad("message text is empty");
        }

        var parsed = FormattedText.Parse(raw, request.Find("parse_mode"));
        if (parsed.Error is not null)
        {
            return BotReplies.Bad(parsed.Error);
        }

        text = parsed.Text.Trim();
        entities = parsed.Entities;
        if (text.Length == 0)
        {
            return BotReplies.Bad("message text is empty");
        }

        // UTF-16 units, the strictest reading of "4096 characters after entities parsing".
        if (text.Length > MaxText)
        {
            return BotReplies.Bad("message is too long");
        }

        return ReplyMarkup.Refusal(request.Find("reply_markup")) is { } reason ? BotReplies.Bad(reason) : null;
    }

    private BotMessage? FindReply(SandboxRequest request, Chat chat, out bool isMissing)
    {
        isMissing = false;
        var id = request.FindLong("reply_to_message_id");
        var allowed = request.Find("allow_sending_without_reply") is "true" or "True";
        if (request.Find("reply_parameters") is ['{', ..] parameters && ReplyMarkup.IsJson(parameters))
        {
            using var document = JsonDocument.Parse(parameters);
            id = document.RootElement.TryGetProperty("message_id", out var value)
                && long.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number) ? number : id;
            allowed |= document.RootElement.TryGetProperty("allow_sending_without_reply", out var allow) && allow.ValueKind is JsonValueKind.True;
        }

        var found = id is null ? null : bot.FindMessage(chat.Id, id.Value);
        isMissing = id is not null && found is null && !allowed && bot.Settings.StrictChats;
        return found;
    }

    private SandboxReply? FindOwn(SandboxRequest request, out BotMessage message)
    {
        message = null!;
        if (Reach(request, out var chat) is { } unreachable)
        {
            return unreachable;
        }

        if (request.FindLong("message_id") is not { } id || bot.FindMessage(chat.Id, id) is not { } found)
        {
            return BotReplies.Bad("message to edit not found");
        }

        message = found;
        return found.From is null ? null : BotReplies.Bad("message can't be edited");
    }

    private SandboxReply Edited(BotMessage message, string? markup, SandboxRequest request, string method, string via)
    {
        var now = bot.Clock.GetUtcNow();
        message.ReplyMarkup = markup;
        message.EditDate = now.ToUnixTimeSeconds();
        bot.Sent.Add(new SentItem(method, message.Chat.Id, message.Text, markup, message.Id, request.Find("parse_mode"),
            message.ThreadId, null, null, now, via));
        return Message(message);
    }

    private SandboxReply Message(BotMessage message) =>
        BotReplies.Ok((bot, message), static (json, s) => BotJson.Message(json, s.bot, s.message));

    private static SandboxReply NotModified() => BotReplies.Bad(
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");

    private static bool SameMarkup(string? one, string? other) => (one ?? "") == (other ?? "");
}
