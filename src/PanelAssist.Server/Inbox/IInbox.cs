using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Inbox;

// Interim seam: the spine replaces this file.
internal enum StoreResult
{
    Stored,
    Duplicate,
}

/// <summary>Stores what a channel delivered.</summary>
internal interface IInbox
{
    /// <summary>Completes only after the durable commit.</summary>
    /// <exception cref="InboxUnavailableException">Nothing was stored; the sender may retry.</exception>
    ValueTask<StoreResult> StoreAsync(TenantId tenant, Guid connectionId, string eventId, byte[] payload, CancellationToken cancellationToken);
}

internal sealed class InboxUnavailableException : Exception
{
    public InboxUnavailableException()
    {
    }

    public InboxUnavailableException(string message)
        : base(message)
    {
    }

    public InboxUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
