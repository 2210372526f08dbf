using PanelAssist.Server.Conversations;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>
/// One client's place in a conversation. Whatever mix of live messages and history it is offered, it passes on each
/// message once, in order, and fills gaps from the table. Staff's notes and activities advance it and go nowhere.
/// </summary>
internal sealed class MessageCursor(IMessageFeed feed, TenantId tenant, Guid conversation, int limit, Func<MessageView, CancellationToken, ValueTask> deliver)
{
    /// <summary>Everything up to here was passed on.</summary>
    public long Last { get; private set; }

    /// <summary>Begins after what the client has; one that has nothing gets the newest <c>limit</c> messages.</summary>
    /// <returns>The newest message's sequence.</returns>
    public async Task<long> StartAsync(long after, CancellationToken cancellationToken)
    {
        var newest = await feed.LastSequenceAsync(tenant, conversation, cancellationToken);
        Last = after <= 0 ? Math.Max(0, newest - limit) : Math.Min(after, newest);
        return newest;
    }

    /// <summary>One page of history.</summary>
    /// <returns>True if there may be more.</returns>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var page = await feed.ReadAfterAsync(tenant, conversation, Last, limit, cancellationToken);
        foreach (var message in page)
        {
            await PassAsync(message, cancellationToken);
        }

        return page.Count == limit;
    }

    /// <summary>A message that was just committed.</summary>
    public async ValueTask OfferAsync(MessageView message, CancellationToken cancellationToken)
    {
        if (message.Sequence > Last + 1)
        {
            while (await ReadAsync(cancellationToken))
            {
            }
        }

        // Still ahead after reading means that what lay between was erased.
        await PassAsync(message, cancellationToken);
    }

    private async ValueTask PassAsync(MessageView message, CancellationToken cancellationToken)
    {
        if (message.Sequence <= Last)
        {
            return;
        }

        Last = message.Sequence;
        if (message.Direction is MessageDirection.Incoming or MessageDirection.Outgoing)
        {
            await deliver(message, cancellationToken);
        }
    }
}
