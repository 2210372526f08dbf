using PanelAssist.Engine.Replies;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Conversations;

/// <inheritdoc cref="IConversationGrain"/>
[CollectionAgeLimit(Minutes = 2)]
internal sealed class ConversationGrain(
    ConversationStore store,
    TurnRunner runner,
    TurnWriter writer,
    ActionJournal journal,
    ConnectionDirectory connections,
    ChannelCatalog channels,
    SequentialIds ids,
    TimeProvider time) : Grain, IConversationGrain
{
    /// <summary>Shorter than the grain call's 30 s, longer than the panel's 8.</summary>
    private static readonly TimeSpan TurnDeadline = TimeSpan.FromSeconds(25);

    private ConversationKey _key;
    private ConversationState? _state;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ConversationKey.Parse(this.GetPrimaryKeyString());
        _state = await store.FindAsync(_key, cancellationToken);
    }

    public async Task<TurnOutcome> HandleAsync(IncomingEvent incoming)
    {
        var state = _state ?? New(incoming);
        using var deadline = new CancellationTokenSource(TurnDeadline, time);
        if (await runner.RunAsync(state, incoming, CommitEarlyAsync, deadline.Token) is not { } turn)
        {
            return TurnOutcome.Stale;
        }

        return await CommitAsync(turn) switch
        {
            TurnCommitResult.Committed => TurnOutcome.Handled,
            TurnCommitResult.AlreadyHandled => TurnOutcome.AlreadyHandled,
            TurnCommitResult.Stale => TurnOutcome.Stale,
        };
    }

    public async Task<ChangedConversation?> ChangeAsync(ConversationChange change, ChangedBy by)
    {
        NewMessage? written = null;
        return await ApplyAsync(draft => written = draft.Apply(change, by)) is { } state
            ? new ChangedConversation(state.Id, state.Status, state.AssigneeId, state.SnoozedUntil, state.Labels, state.Version, written?.Id, written?.Sequence)
            : null;
    }

    public async Task TellSettledAsync(SettledAction settled)
    {
        if (await ApplyAsync(draft => TellSettled(draft, settled)) is null)
        {
            throw new InvalidOperationException("The conversation was moved on by others each time; the outcome is told later.");
        }
    }

    private void TellSettled(TurnDraft draft, SettledAction settled)
    {
        draft.Settle(settled.Happened is { } happened
            ? journal.Reconciled(settled.ActionId, _key.Tenant, happened)
            : journal.LeftToPeople(settled.ActionId, _key.Tenant));
        if (draft.State.IsWithPeople)
        {
            // The customer was promised this outcome, but while people have the conversation they alone speak.
            draft.Note("For people: " + settled.Happened switch
            {
                true => $"{settled.Kind} of {settled.OrderId} did happen",
                false => $"{settled.Kind} of {settled.OrderId} did not happen",
                null => $"could not find out whether {settled.Kind} of {settled.OrderId} happened",
            } + "; the customer was promised to hear of it");
            return;
        }

        Say say = settled.Happened is { } known
            ? new Say.ActionSettled(settled.OrderId, settled.Kind, known)
            : new Say.ActionUnsettled(settled.OrderId, settled.Kind);
        draft.Say(ReplyComposer.Compose(say, draft.State.Language));
        if (settled.Happened is null)
        {
            draft.Note($"For people: could not find out whether {settled.Kind} of {settled.OrderId} happened");
            draft.Change(state => state with { Status = ConversationStatus.Open, WaitingSince = draft.Now });
        }
    }

    /// <summary>A change that answers no event. It may run between the steps of a turn, which then finds its version gone.</summary>
    /// <returns>The state it led to; null when it could not be stored.</returns>
    private async Task<ConversationState?> ApplyAsync(Action<TurnDraft> change)
    {
        const int maxTries = 5;
        for (var attempt = 1; ; attempt++)
        {
            var state = _state ?? throw new InvalidOperationException("There is no such conversation.");
            var connection = await connections.FindAsync(state.ConnectionId, CancellationToken.None);

            // Without its connection nothing leaves any more, but people still put the conversation in order.
            var sendsThroughOutbox = connection is null || channels[connection.Kind].SendsThroughOutbox;
            var draft = new TurnDraft(state, sendsThroughOutbox, ids, time.GetUtcNow());
            change(draft);
            if (draft.IsEmpty)
            {
                return state;
            }

            if (await CommitAsync(draft.Finish()) is TurnCommitResult.Committed)
            {
                return draft.State with { Version = draft.State.Version + 1 };
            }

            if (attempt == maxTries)
            {
                return null;
            }
        }
    }

    private async Task<ConversationState?> CommitEarlyAsync(TurnResult turn) =>
        await CommitAsync(turn) is TurnCommitResult.Committed ? _state : null;

    private async Task<TurnCommitResult> CommitAsync(TurnResult turn)
    {
        var result = await writer.CommitAsync(turn);
        switch (result)
        {
            case TurnCommitResult.Committed:
                // Another change may have been committed while this continuation waited its turn.
                if (_state is null || _state.Version < turn.State.Version + 1)
                {
                    _state = turn.State with { Version = turn.State.Version + 1 };
                }

                break;
            case TurnCommitResult.Stale:
                _state = await store.FindAsync(_key, CancellationToken.None);
                break;
            case TurnCommitResult.AlreadyHandled:
                break;
        }

        return result;
    }

    private ConversationState New(IncomingEvent incoming)
    {
        return new ConversationState
        {
            Tenant = _key.Tenant,
            Id = _key.Conversation,
            ConnectionId = incoming.ConnectionId,
            ChatId = incoming.ChatId,
            ThreadId = incoming.ThreadId,
            IsPrivate = incoming.IsPrivate,
            IdentityId = DerivedIds.Identity(incoming.ConnectionId, incoming.SenderId),
            Status = ConversationStatus.Pending,
            Language = "en",
            CreatedAt = time.GetUtcNow(),
        };
    }
}
