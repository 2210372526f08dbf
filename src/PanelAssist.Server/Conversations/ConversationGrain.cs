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

    public async Task<AgentReplyResult> SayAsAgentAsync(string text, string agent)
    {
        NewMessage? said = null;
        await ChangeAsync(draft =>
        {
            if (draft.State.Status is not ConversationStatus.Open)
            {
                draft.Note($"Taken over by {agent}");
                draft.Change(state => state with { Status = ConversationStatus.Open });
            }

            said = draft.Say(new Reply(text, []), MessageAuthor.Agent);
        });
        return new AgentReplyResult(said!.Id, said.Sequence);
    }

    public async Task<ConversationStatus> SetStatusAsync(ConversationStatus status, string agent)
    {
        await ChangeAsync(draft =>
        {
            if (draft.State.Status != status)
            {
                draft.Note($"{status} by {agent}");
                draft.Change(state => state with { Status = status, Memory = state.Memory with { TimesNotUnderstood = 0 } });
            }
        });
        return status;
    }

    public Task TellSettledAsync(SettledAction settled) => ChangeAsync(draft =>
    {
        draft.Settle(settled.Happened is { } happened
            ? journal.Reconciled(settled.ActionId, _key.Tenant, happened)
            : journal.LeftToPeople(settled.ActionId, _key.Tenant));
        Say say = settled.Happened is { } known
            ? new Say.ActionSettled(settled.OrderId, settled.Kind, known)
            : new Say.ActionUnsettled(settled.OrderId, settled.Kind);

        // Also when people have the conversation: the customer was promised this outcome.
        draft.Say(ReplyComposer.Compose(say, draft.State.Language));
        if (settled.Happened is null && draft.State.Status is not ConversationStatus.Open)
        {
            draft.Note($"For people: could not find out whether {settled.Kind} of {settled.OrderId} happened");
            draft.Change(state => state with { Status = ConversationStatus.Open });
        }
    });

    /// <summary>A change that answers no event. It may run between the steps of a turn, which then finds its version gone.</summary>
    private async Task ChangeAsync(Action<TurnDraft> change)
    {
        const int maxTries = 5;
        for (var attempt = 1; ; attempt++)
        {
            var state = _state ?? throw new InvalidOperationException("There is no such conversation.");
            var connection = await connections.FindAsync(state.ConnectionId, CancellationToken.None)
                ?? throw new InvalidOperationException("The connection of this conversation is gone.");
            var draft = new TurnDraft(state, channels[connection.Kind].SendsThroughOutbox, ids, time.GetUtcNow());
            change(draft);
            if (await CommitAsync(draft.Finish()) is TurnCommitResult.Committed || attempt == maxTries)
            {
                return;
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
