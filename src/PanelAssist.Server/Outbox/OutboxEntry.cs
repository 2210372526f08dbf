using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Outbox;

internal enum OutboxStatus
{
    Queued,

    /// <summary>Handed to the channel, or about to be; after a crash it may have gone out.</summary>
    Sending,
    Sent,
    Dead,

    /// <summary>People took the conversation over before it began to leave.</summary>
    Cancelled,
}

/// <summary>Something to be said or done on a channel, committed together with the turn that decided it.</summary>
internal sealed class OutboxEntry : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid ChannelConnectionId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The message it delivers; null for side work such as acknowledging a button.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>An <see cref="OutboundItem"/> as JSON.</summary>
    public required string Item { get; set; }

    public OutboxStatus Status { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset LeasedUntil { get; set; }

    /// <summary>Sent again after an attempt whose outcome is not known.</summary>
    public bool PossiblyTwice { get; set; }

    public string? Error { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
