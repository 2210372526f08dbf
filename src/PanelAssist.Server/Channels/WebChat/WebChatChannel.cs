using System.Text.Json;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Channels.WebChat;

/// <inheritdoc cref="IChannel"/>
internal sealed class WebChatChannel : IChannel
{
    public ChannelKind Kind => ChannelKind.WebChat;

    /// <summary>The visitor's side fetches by sequence, so a committed message is a sent one.</summary>
    public bool SendsThroughOutbox => false;

    public SendingRates Rates => new(1_000, 1_000, 100, 60_000);

    public ParsedEvent Parse(ChannelConnectionView connection, StoredEvent stored)
    {
        try
        {
            var payload = WebChatParser.Parse(stored.Payload);
            return new ParsedEvent.Message(new IncomingEvent
            {
                InboxEntryId = stored.Id,
                ConnectionId = stored.Connection,
                ChatId = payload.Visitor,
                IsPrivate = true,
                SenderId = payload.Visitor,
                SenderName = payload.Name,
                Text = payload.ReplyCommand ?? payload.Text,
                ProviderMessageId = payload.ClientMessageId,
                At = payload.At,
                Addressed = true,
                SignedUsername = SignedIdentity.UsernameOf(payload.Visitor),
            });
        }
        catch (JsonException exception)
        {
            return new ParsedEvent.Malformed("Not a web chat message: " + exception.Message);
        }
    }

    public Task<SendOutcome> SendAsync(ChannelConnectionView connection, OutboundItem item, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Sent(null));
}
