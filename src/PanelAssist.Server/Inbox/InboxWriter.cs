using System.Data.Common;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Inbox;

internal enum StoreResult
{
    Stored,

    /// <summary>It had been delivered before; acknowledge it again.</summary>
    Duplicate,

    /// <summary>More is waiting than the disk can take, or the disk refuses: nothing was kept, the sender must come again.</summary>
    Unavailable,
}

/// <summary>Stores what a channel delivered; completes only when it is on disk.</summary>
internal interface IInbox
{
    /// <param name="eventId">The channel's id of the event, unique on the connection.</param>
    ValueTask<StoreResult> StoreAsync(TenantId tenant, Guid connection, string eventId, byte[] payload);
}

/// <summary>Step 2 of a message's journey: what a channel delivered is on disk before it is acknowledged.</summary>
internal sealed class InboxWriter(
    GroupCommitter committer,
    InboxDispatcher dispatcher,
    PayloadSeal seal,
    SequentialIds ids,
    IOptions<InboxOptions> options,
    TimeProvider time) : IInbox
{
    public async ValueTask<StoreResult> StoreAsync(TenantId tenant, Guid connection, string eventId, byte[] payload)
    {
        if (PayloadSeal.IsNeededFor(payload))
        {
            try
            {
                payload = await seal.CloseAsync(tenant, payload, CancellationToken.None);
            }
            catch (Exception exception) when (IsStorage(exception))
            {
                return StoreResult.Unavailable;
            }
        }

        var now = time.GetUtcNow();
        var mine = dispatcher.TryReserve();
        var leasedUntil = mine ? now + options.Value.Lease : DateTimeOffset.UnixEpoch;
        var operation = new StoreInboxEntry(ids.Next(), tenant, connection, eventId, payload, now, leasedUntil, mine ? dispatcher.Dispatch : static _ => { });
        try
        {
            if (!committer.TryEnqueue(operation))
            {
                return StoreResult.Unavailable;
            }

            // Not cancellable: whether the sender still listens or not, the event is either on disk or it is not.
            await operation.Committed;
            (operation.Stored ? Metrics.EventsAccepted : Metrics.EventsRedelivered).Add(1);
            return operation.Stored ? StoreResult.Stored : StoreResult.Duplicate;
        }
        catch (Exception exception) when (IsStorage(exception))
        {
            return StoreResult.Unavailable;
        }
        finally
        {
            if (mine && !operation.Stored)
            {
                dispatcher.Release();
            }
        }
    }

    private static bool IsStorage(Exception exception) => exception is DbException or IOException or TimeoutException or InvalidOperationException;
}
