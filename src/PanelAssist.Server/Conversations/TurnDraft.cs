using PanelAssist.Engine.Replies;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Data;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Conversations;

/// <summary>A turn's result while it is being made.</summary>
internal sealed class TurnDraft(ConversationState start, bool sendsThroughOutbox, SequentialIds ids, DateTimeOffset now)
{
    private readonly ConversationState _start = start;
    private readonly List<NewMessage> _messages = [];
    private readonly List<NewOutboxEntry> _outbox = [];
    private readonly List<ActionSettlement> _settlements = [];
    private Guid? _handles;
    private bool _forgetPayload;
    private NewIdentity? _identity;
    private string? _answersMessageId;
    private bool _silences;
    private bool _labelsChanged;
    private NewAuditEntry? _audit;

    public ConversationState State { get; private set; } = start;

    /// <summary>Nothing has been changed.</summary>
    public bool IsEmpty => ReferenceEquals(State, _start) && _settlements.Count == 0;

    public void Change(Func<ConversationState, ConversationState> change) => State = change(State);

    public void Remember(Func<ConversationMemory, ConversationMemory> change) => State = State with { Memory = change(State.Memory) };

    public void Handle(Guid inboxEntryId) => _handles = inboxEntryId;

    public void Introduce(NewIdentity identity) => _identity = identity;

    /// <summary>The event's raw body must not outlive this turn: it holds a secret.</summary>
    public void ForgetPayload() => _forgetPayload = true;

    /// <summary>People take over: of what the assistant has said so far, what has not begun to leave stays here.</summary>
    public void Silence()
    {
        _silences = true;
        State = State with { SilencedSequence = State.LastSequence };
    }

    public void Label(IReadOnlyList<Guid> labels)
    {
        _labelsChanged = true;
        State = State with { Labels = labels };
    }

    public void Audit(string actor, string action) => _audit = new NewAuditEntry(ids.Next(), actor, action);

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

    public NewMessage Say(Reply reply, MessageAuthor author = MessageAuthor.Assistant, Guid? member = null)
    {
        var message = Add(
            MessageDirection.Outgoing,
            author,
            identityId: null,
            reply.Text,
            reply.Buttons.Count > 0 ? reply.Buttons : null,
            sendsThroughOutbox ? Delivery.Queued : Delivery.Sent,
            providerMessageId: null,
            _handles,
            member);
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
                message);
        }

        return message;
    }

    public DateTimeOffset Now => now;

    /// <summary>A line for the people who work here, never sent to the customer.</summary>
    public void Note(string text) =>
        Add(MessageDirection.Activity, MessageAuthor.System, identityId: null, text, buttons: null, Delivery.Sent, providerMessageId: null, _handles);

    /// <summary>A private note of a person, never sent.</summary>
    public NewMessage NoteOf(string text, Guid? member, IReadOnlyList<Guid> mentions) => Add(
        MessageDirection.Note, MessageAuthor.Agent, identityId: null, text, buttons: null, Delivery.Sent, providerMessageId: null, inboxEntryId: null, member, mentions.Count > 0 ? mentions : null);

    public void Send(OutboundItem item, NewMessage? message = null)
    {
        if (sendsThroughOutbox || item.Kind is OutboundKind.LinkCodeMail)
        {
            _outbox.Add(new NewOutboxEntry(ids.Next(), message?.Id, item, item.ToJson(), message?.Author is MessageAuthor.Assistant ? message.Sequence : 0));
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
        Silences = _silences,
        LabelsChanged = _labelsChanged,
        Audit = _audit,
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
        Guid? inboxEntryId,
        Guid? member = null,
        IReadOnlyList<Guid>? mentions = null)
    {
        State = direction is MessageDirection.Incoming or MessageDirection.Outgoing
            ? State with { LastSequence = State.LastSequence + 1, LastText = Preview.Of(text), LastAuthor = author }
            : State with { LastSequence = State.LastSequence + 1 };
        var message = new NewMessage(
            ids.Next(), State.LastSequence, direction, author, identityId, text, buttons, now, delivery, providerMessageId, inboxEntryId, member, mentions);
        _messages.Add(message);
        return message;
    }
}
