using Microsoft.Extensions.Options;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Conversations;

/// <summary>Commits turns, then lets go what they decided: messages to those who watch, sends to the outbox.</summary>
internal sealed class TurnWriter(GroupCommitter committer, OutboxDispatcher outbox, MessageFeed feed, ConversationFeed changes, IOptions<OutboxOptions> options, TimeProvider time)
{
    public async Task<TurnCommitResult> CommitAsync(TurnResult turn)
    {
        var place = outbox.Reserve(turn.State.ConnectionId, turn.Outbox);
        var commit = new CommitTurn(turn, place is OutboxPlace.AtOnce, turn.At + options.Value.Lease, time.GetUtcNow());
        try
        {
            // Not cancellable: the turn is either on disk or it is not, and the grain must know which.
            await committer.CommitAsync(commit, CancellationToken.None);
        }
        finally
        {
            if (place is not OutboxPlace.InTable && (!commit.Committed.IsCompletedSuccessfully || commit.Result is not TurnCommitResult.Committed))
            {
                outbox.Release(turn.Outbox.Count);
            }
        }

        if (commit.Result is TurnCommitResult.Committed)
        {
            if (turn.Silences)
            {
                outbox.Silence(turn.State.Id, turn.State.SilencedSequence);
            }

            feed.Publish(turn.State.Id, turn.Messages);
            changes.Publish(turn.State.Tenant, new ConversationHint(turn.State.Id, turn.State.Version + 1));
            for (var index = 0; place is not OutboxPlace.InTable && index < turn.Outbox.Count; index++)
            {
                var entry = turn.Outbox[index];
                var begun = commit.IsBegun(index);
                outbox.DispatchReserved(new OutboxWork(
                    entry.Id, turn.State.Tenant, turn.State.ConnectionId, turn.State.Id, entry.MessageId, entry.Item, begun ? 1 : 0, PossiblyTwice: false, begun, entry.AssistantSequence));
            }
        }

        return commit.Result;
    }
}
