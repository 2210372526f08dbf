using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

internal enum MessageDirection
{
    Incoming,
    Outgoing,
    Note,
    Activity,
}

internal enum MessageAuthor
{
    Contact,
    Assistant,
    Agent,
    System,
}

/// <summary>Ranks a message passes through; never goes back, and Failed stands apart.</summary>
internal enum Delivery
{
    Queued,
    Sent,
    Delivered,
    Read,
    Failed,

    /// <summary>Went out, or may have gone out, twice: the process died between sending and noting it.</summary>
    SentPossiblyTwice,

    /// <summary>People took the conversation over before it left, so it did not.</summary>
    NotSent,
}

internal sealed class Message : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>Position within the conversation, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    public required MessageDirection Direction { get; init; }

    public required MessageAuthor Author { get; init; }

    /// <summary>Who wrote it, for incoming messages.</summary>
    public Guid? IdentityId { get; init; }

    /// <summary>The member who wrote it, for agents' messages and notes, where one is known.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>The members a note calls on.</summary>
    public IReadOnlyList<Guid>? Mentions { get; init; }

    public required string Text { get; set; }

    /// <summary>Buttons under an outgoing message, as JSON; null without.</summary>
    public string? Buttons { get; init; }

    public required DateTimeOffset At { get; init; }

    public Delivery Delivery { get; set; }

    /// <summary>The channel's id of this message.</summary>
    public string? ProviderMessageId { get; set; }

    /// <summary>The inbox entry it came from, or that it answers.</summary>
    public Guid? InboxEntryId { get; init; }
}
