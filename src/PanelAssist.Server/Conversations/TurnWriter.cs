using Microsoft.Extensions.Options;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Conversations;

/// <summary>Commits turns, then lets go what they decided: messages to those who watch, sends to the outbox.</summary>
internal sealed class TurnWriter(GroupCommitter committer, OutboxDispatcher outbox, MessageFeed feed, IOptions<OutboxOptions> options)
{
    public async Task<TurnCommitResult> CommitAsync(TurnResult turn)
    {
        var sends = turn.Outbox.Count > 0 && outbox.TryReserve(turn.Outbox.Count);
        var commit = new CommitTurn(turn, sends, turn.At + options.Value.Lease);
        try
        {
            // Not cancellable: the turn is either on disk or it is not, and the grain must know which.
            await committer.CommitAsync(commit, CancellationToken.None);
        }
        catch
        {
            Release(turn, sends);
            throw;
        }

        if (commit.Result is not TurnCommitResult.Committed)
        {
            Release(turn, sends);
            return commit.Result;
        }

        feed.Publish(turn.State.Id, turn.Messages);
        foreach (var entry in sends ? turn.Outbox : [])
        {
            outbox.DispatchReserved(new OutboxWork(
                entry.Id, turn.State.Tenant, turn.State.ConnectionId, turn.State.Id, entry.MessageId, entry.Item, Attempts: 1, PossiblyTwice: false, Begun: true));
        }

        return commit.Result;
    }

    private void Release(TurnResult turn, bool reserved)
    {
        if (reserved)
        {
            outbox.Release(turn.Outbox.Count);
        }
    }
}
