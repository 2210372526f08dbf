using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Inbox;

internal enum InboxStatus
{
    Received,
    Handled,

    /// <summary>Could not be read, or failed eight times; kept for replay.</summary>
    Dead,
}

/// <summary>An event exactly as a channel delivered it. Unique by (connection, event id): that index is the duplicate check.</summary>
internal sealed class InboxEntry : ITenantOwned
{
    /// <summary>Rises in the order of storing, also within a millisecond.</summary>
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid ChannelConnectionId { get; init; }

    public required string EventId { get; init; }

    /// <summary>The raw body; cleared by retention, the key stays.</summary>
    public byte[]? Payload { get; set; }

    public InboxStatus Status { get; set; }

    /// <summary>Times it was taken up, counted before the work.</summary>
    public int Attempts { get; set; }

    /// <summary>Until when the process that took it up has it; free for others afterwards.</summary>
    public DateTimeOffset LeasedUntil { get; set; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? HandledAt { get; set; }

    public string? Error { get; set; }
}
