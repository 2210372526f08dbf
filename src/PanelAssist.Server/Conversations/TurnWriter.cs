using Microsoft.Extensions.Options;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Conversations;

/// <summary>Commits turns, then lets go what they decided: messages to those who watch, sends to the outbox.</summary>
internal sealed class TurnWriter(GroupCommitter committer, OutboxDispatcher outbox, MessageFeed feed, IOptions<OutboxOptions> options)
{
    public async Task<TurnCommitResult> CommitAsync(TurnResult turn)
    {
        // Not cancellable: the turn is either on disk or it is not, and the grain must know which.
        var commit = new CommitTurn(turn, turn.At + options.Value.Lease);
        await committer.CommitAsync(commit, CancellationToken.None);
        if (commit.Result is TurnCommitResult.Committed)
        {
            feed.Publish(turn.State.Id, turn.Messages);
            foreach (var entry in turn.Outbox)
            {
                outbox.Dispatch(new OutboxWork(entry.Id, turn.State.Tenant, turn.State.ConnectionId, turn.State.Id, entry.MessageId, entry.Item, Attempts: 0, PossiblyTwice: false));
            }
        }

        return commit.Result;
    }
}
