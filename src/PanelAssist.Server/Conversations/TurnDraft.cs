using PanelAssist.Engine.Replies;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Data;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Conversations;

/// <summary>A turn's result while it is being made.</summary>
internal sealed class TurnDraft(ConversationState start, bool sendsThroughOutbox, SequentialIds ids, DateTimeOffset now)
{
    private readonly List<NewMessage> _messages = [];
    private readonly List<NewOutboxEntry> _outbox = [];
    private readonly List<ActionSettlement> _settlements = [];
    private Guid? _handles;
    private bool _forgetPayload;
    private NewIdentity? _identity;
    private string? _answersMessageId;

    public ConversationState State { get; private set; } = start;

    public void Change(Func<ConversationState, ConversationState> change) => State = change(State);

    public void Remember(Func<ConversationMemory, ConversationMemory> change) => State = State with { Memory = change(State.Memory) };

    public void Handle(Guid inboxEntryId) => _handles = inboxEntryId;

    public void Introduce(NewIdentity identity) => _identity = identity;

    /// <summary>The event's raw body must not outlive this turn: it holds a secret.</summary>
    public void ForgetPayload() => _forgetPayload = true;

    public void Settle(ActionSettlement settlement) => _settlements.Add(settlement);

    public void Hear(IncomingEvent incoming, Guid identityId, string text)
    {
        _answersMessageId = incoming.IsPrivate ? null : incoming.ProviderMessageId;
        Add(MessageDirection.Incoming, MessageAuthor.Contact, identityId, text, buttons: null, Delivery.Delivered, incoming.ProviderMessageId, incoming.InboxEntryId);
        if (incoming.CallbackId is { } callback)
        {
            Send(new OutboundItem { Kind = OutboundKind.AcknowledgePress, ChatId = State.ChatId, IsPrivate = State.IsPrivate, CallbackId = callback });
        }
    }

    public NewMessage Say(Reply reply, MessageAuthor author = MessageAuthor.Assistant)
    {
        var message = Add(
            MessageDirection.Outgoing,
            author,
            identityId: null,
            reply.Text,
            reply.Buttons.Count > 0 ? reply.Buttons : null,
            sendsThroughOutbox ? Delivery.Queued : Delivery.Sent,
            providerMessageId: null,
            _handles);
        if (sendsThroughOutbox)
        {
            Send(
                new OutboundItem
                {
                    Kind = OutboundKind.Text,
                    ChatId = State.ChatId,
                    ThreadId = State.ThreadId,
                    IsPrivate = State.IsPrivate,
                    Text = reply.Text,
                    Buttons = message.Buttons,
                    TargetMessageId = _answersMessageId,
                },
                message.Id);
        }

        return message;
    }

    /// <summary>A line for the people who work here, never sent to the customer.</summary>
    public void Note(string text) =>
        Add(MessageDirection.Activity, MessageAuthor.System, identityId: null, text, buttons: null, Delivery.Sent, providerMessageId: null, _handles);

    public void Send(OutboundItem item, Guid? message = null)
    {
        if (sendsThroughOutbox || item.Kind is OutboundKind.LinkCodeMail)
        {
            _outbox.Add(new NewOutboxEntry(ids.Next(), message, item, item.ToJson()));
        }
    }

    public TurnResult Finish() => new()
    {
        State = State,
        Messages = _messages,
        Outbox = _outbox,
        Settlements = _settlements,
        Handles = _handles,
        ForgetPayload = _forgetPayload,
        Identity = _identity,
        At = now,
    };

    /// <summary>What has been said so far; the event itself is not done with.</summary>
    public TurnResult FinishWithoutHandling() => Finish() with { Handles = null };

    private NewMessage Add(
        MessageDirection direction,
        MessageAuthor author,
        Guid? identityId,
        string text,
        IReadOnlyList<ReplyButton>? buttons,
        Delivery delivery,
        string? providerMessageId,
        Guid? inboxEntryId)
    {
        State = State with { LastSequence = State.LastSequence + 1 };
        var message = new NewMessage(
            ids.Next(), State.LastSequence, direction, author, identityId, text, buttons, now, delivery, providerMessageId, inboxEntryId);
        _messages.Add(message);
        return message;
    }
}
