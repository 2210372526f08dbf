using PanelAssist.Engine.Replies;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Conversations;

/// <summary>Everything one turn changes, committed at once or not at all.</summary>
internal sealed record TurnResult
{
    /// <summary>The conversation as it will be; <see cref="ConversationState.Version"/> is the one this turn started from.</summary>
    public required ConversationState State { get; init; }

    public IReadOnlyList<NewMessage> Messages { get; init; } = [];

    public IReadOnlyList<NewOutboxEntry> Outbox { get; init; } = [];

    /// <summary>The event this turn answers; null for what people and background work say.</summary>
    public Guid? Handles { get; init; }

    /// <summary>The event held a secret: its body goes with this commit.</summary>
    public bool ForgetPayload { get; init; }

    /// <summary>Someone who may be new to the tenant.</summary>
    public NewIdentity? Identity { get; init; }

    /// <summary>Outcomes of actions that this turn tells of.</summary>
    public IReadOnlyList<ActionSettlement> Settlements { get; init; } = [];

    /// <summary>People took over: what waits in the outbox of the assistant's words is cancelled in this commit.</summary>
    public bool Silences { get; init; }

    /// <summary>The rows that find conversations by label are written anew.</summary>
    public bool LabelsChanged { get; init; }

    /// <summary>Who did this with privilege; stored with it or not at all.</summary>
    public NewAuditEntry? Audit { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed record NewAuditEntry(Guid Id, string Actor, string Action);

internal sealed record NewMessage(
    Guid Id,
    long Sequence,
    MessageDirection Direction,
    MessageAuthor Author,
    Guid? IdentityId,
    string Text,
    IReadOnlyList<ReplyButton>? Buttons,
    DateTimeOffset At,
    Delivery Delivery,
    string? ProviderMessageId,
    Guid? InboxEntryId,
    Guid? MemberId = null,
    IReadOnlyList<Guid>? Mentions = null);

/// <param name="AssistantSequence">The message's sequence where it is the assistant's, otherwise 0.</param>
internal sealed record NewOutboxEntry(Guid Id, Guid? MessageId, OutboundItem Item, string Json, long AssistantSequence);

internal sealed record NewIdentity(Guid Id, Guid ContactId, string ExternalId, string? DisplayName);

internal enum TurnCommitResult
{
    Committed,

    /// <summary>The conversation's version is not the one the turn started from.</summary>
    Stale,

    /// <summary>The event had been handled before.</summary>
    AlreadyHandled,
}
