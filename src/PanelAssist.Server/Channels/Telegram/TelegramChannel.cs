using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Tenancy;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.ReplyMarkups;

namespace PanelAssist.Server.Channels.Telegram;

/// <inheritdoc cref="IChannel"/>
internal sealed class TelegramChannel(TelegramBots bots, IOptions<TelegramOptions> options) : IChannel
{
    private readonly ConcurrentDictionary<string, TelegramSettings> _settings = new(StringComparer.Ordinal);

    public ChannelKind Kind => ChannelKind.Telegram;

    public bool SendsThroughOutbox => true;

    public SendingRates Rates => new(
        options.Value.MessagesPerSecondPerBot,
        options.Value.MessagesPerSecondPerChat,
        options.Value.BurstPerChat,
        options.Value.MessagesPerMinutePerGroup);

    public ParsedEvent Parse(ChannelConnectionView connection, StoredEvent stored) => TelegramParser.Parse(SettingsOf(connection.SettingsJson), stored);

    public async Task<SendOutcome> SendAsync(ChannelConnectionView connection, OutboundItem item, CancellationToken cancellationToken)
    {
        if (connection.Credential is not { } token)
        {
            return new SendOutcome.Disabled("The bot has no token.");
        }

        var bot = bots.Of(token);
        return item.Kind switch
        {
            OutboundKind.Text => await TelegramFaults.CatchAsync(() => SendTextAsync(bot, item, cancellationToken), cancellationToken),
            OutboundKind.AcknowledgePress => await TelegramFaults.CatchAsync(
                async () =>
                {
                    await bot.AnswerCallbackQuery(item.CallbackId!, cancellationToken: cancellationToken);
                    return null;
                },
                cancellationToken),
            OutboundKind.DeleteMessage => await TelegramFaults.CatchAsync(
                async () =>
                {
                    await bot.DeleteMessage(ChatOf(item), int.Parse(item.TargetMessageId!, System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
                    return null;
                },
                cancellationToken),
            OutboundKind.LinkCodeMail => throw new InvalidOperationException("Mail does not leave by a channel."),
        };
    }

    public TelegramSettings SettingsOf(string json)
    {
        if (_settings.Count > 10_000)
        {
            _settings.Clear();
        }

        return _settings.GetOrAdd(json, static text => JsonSerializer.Deserialize<TelegramSettings>(text, JsonSerializerOptions.Web) ?? new TelegramSettings());
    }

    private static async Task<string?> SendTextAsync(ITelegramBotClient bot, OutboundItem item, CancellationToken cancellationToken)
    {
        // Words are sent without a parse mode, so nothing a customer or panel wrote can break or forge formatting.
        try
        {
            return await SendTextAsync(bot, item, plain: false, cancellationToken);
        }
        catch (ApiRequestException refusal) when (TelegramFaults.IsAboutFormatting(refusal))
        {
            // It was not sent, and the words alone say what matters.
            return await SendTextAsync(bot, item, plain: true, cancellationToken);
        }
    }

    /// <param name="plain">Nothing but the words.</param>
    private static async Task<string?> SendTextAsync(ITelegramBotClient bot, OutboundItem item, bool plain, CancellationToken cancellationToken)
    {
        var sent = await bot.SendMessage(
            ChatOf(item),
            item.Text!,
            replyParameters: item.TargetMessageId is { } target && !plain
                ? new ReplyParameters { MessageId = int.Parse(target, System.Globalization.CultureInfo.InvariantCulture), AllowSendingWithoutReply = true }
                : null,
            replyMarkup: item.Buttons is { Count: > 0 } buttons && !plain
                ? new InlineKeyboardMarkup(buttons.Select(button => InlineKeyboardButton.WithCallbackData(button.Label, button.Command)).Chunk(2))
                : null,
            linkPreviewOptions: plain ? null : LinkPreviewOptions.Disabled,
            messageThreadId: (int?)item.ThreadId,
            cancellationToken: cancellationToken);
        return sent.MessageId.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ChatId ChatOf(OutboundItem item) => new(long.Parse(item.ChatId, System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>One client a token, all on one connection pool. The library's own waiting on 429 is off: the outbox waits.</summary>
internal sealed class TelegramBots(IHttpClientFactory clients, IOptions<TelegramOptions> options)
{
    public const string HttpClientName = "telegram";

    private readonly ConcurrentDictionary<string, TelegramBotClient> _bots = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The text cannot be a bot token.</exception>
    public TelegramBotClient Of(Secret token) => _bots.GetOrAdd(token.Reveal(), text => new TelegramBotClient(
        new TelegramBotClientOptions(text, options.Value.ApiBaseUrl.ToString().TrimEnd('/')) { RetryThreshold = 0, RetryCount = 0 },
        clients.CreateClient(HttpClientName)));
}
