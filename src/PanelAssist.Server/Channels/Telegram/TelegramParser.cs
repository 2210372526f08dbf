using System.Globalization;
using System.Text.Json;
using PanelAssist.Server.Inbox;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace PanelAssist.Server.Channels.Telegram;

/// <summary>Reads Bot API updates.</summary>
internal static class TelegramParser
{
    public static ParsedEvent Parse(TelegramSettings settings, StoredEvent stored)
    {
        Update? update;
        try
        {
            update = JsonSerializer.Deserialize<Update>(stored.Payload, JsonBotAPI.Options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            return new ParsedEvent.Malformed("Not a Bot API update: " + exception.Message);
        }

        return update switch
        {
            null => new ParsedEvent.Malformed("Not a Bot API update: it is null."),
            { Message: { MigrateFromChatId: { } oldId } message } => new ParsedEvent.Moved(Text(oldId), Text(message.Chat.Id)),
            { Message: { } message } => OfMessage(message, settings, stored),
            { CallbackQuery: { } press } => OfPress(press, stored),
            _ => new ParsedEvent.Ignored("An update of a kind that is not used."),
        };
    }

    private static ParsedEvent OfMessage(Message message, TelegramSettings settings, StoredEvent stored)
    {
        if (message.From is not { IsBot: false } sender)
        {
            return new ParsedEvent.Ignored("Not written by a person.");
        }

        if (message.Text is null && message.Caption is null && IsService(message.Type))
        {
            return new ParsedEvent.Ignored("A service message.");
        }

        var text = message.Text ?? message.Caption ?? "";
        var mention = settings.BotUsername is { Length: > 0 } name ? "@" + name : null;
        var mentioned = mention is not null && text.Contains(mention, StringComparison.OrdinalIgnoreCase);
        return new ParsedEvent.Message(new IncomingEvent
        {
            InboxEntryId = stored.Id,
            ConnectionId = stored.Connection,
            ChatId = Text(message.Chat.Id),
            ThreadId = message.IsTopicMessage ? message.MessageThreadId : null,
            IsPrivate = message.Chat.Type is ChatType.Private,
            SenderId = Text(sender.Id),
            SenderName = NameOf(sender),
            Text = mentioned ? text.Replace(mention!, "", StringComparison.OrdinalIgnoreCase).Trim() : text,
            ProviderMessageId = message.MessageId.ToString(CultureInfo.InvariantCulture),
            At = new DateTimeOffset(message.Date, TimeSpan.Zero),
            Addressed = mentioned || text.StartsWith('/') || message.ReplyToMessage?.From is { IsBot: true },
        });
    }

    private static ParsedEvent OfPress(CallbackQuery press, StoredEvent stored)
    {
        if (press.Message is not { } message || press.Data is not { Length: > 0 } data)
        {
            return new ParsedEvent.Ignored("A press on something that is not ours.");
        }

        return new ParsedEvent.Message(new IncomingEvent
        {
            InboxEntryId = stored.Id,
            ConnectionId = stored.Connection,
            ChatId = Text(message.Chat.Id),
            ThreadId = message.IsTopicMessage ? message.MessageThreadId : null,
            IsPrivate = message.Chat.Type is ChatType.Private,
            SenderId = Text(press.From.Id),
            SenderName = NameOf(press.From),
            Text = data,
            CallbackId = press.Id,
            At = stored.ReceivedAt,
            Addressed = true,
        });
    }

    /// <summary>People joining, titles changing and the like: nobody expects an answer.</summary>
    private static bool IsService(MessageType type) => type is
        MessageType.NewChatMembers or MessageType.LeftChatMember or MessageType.NewChatTitle or MessageType.NewChatPhoto
        or MessageType.DeleteChatPhoto or MessageType.GroupChatCreated or MessageType.SupergroupChatCreated or MessageType.ChannelChatCreated
        or MessageType.MigrateToChatId or MessageType.PinnedMessage or MessageType.Unknown;

    private static string NameOf(User user) => string.IsNullOrWhiteSpace(user.LastName) ? user.FirstName : $"{user.FirstName} {user.LastName}";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
