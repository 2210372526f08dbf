using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>Who has the conversation: Pending = the assistant, Open = people.</summary>
internal enum ConversationStatus
{
    Pending,
    Open,
    Snoozed,
    Resolved,
}

/// <summary>One chat on one connection. Written by the turn writer; EF reads it.</summary>
internal sealed class Conversation : ITenantOwned
{
    /// <summary>Derived from connection and chat, so that two first messages make one conversation.</summary>
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid ChannelConnectionId { get; init; }

    /// <summary>The chat's id on the channel; in private chats that is the person's id.</summary>
    public required string ChatId { get; set; }

    /// <summary>Forum topic within a group; null elsewhere.</summary>
    public long? ThreadId { get; init; }

    public bool IsPrivate { get; init; }

    /// <summary>The person of a private chat; in groups, who wrote first.</summary>
    public Guid IdentityId { get; set; }

    public ConversationStatus Status { get; set; }

    /// <summary>Raised by each committed turn; a second activation of the grain fails on it.</summary>
    public long Version { get; set; }

    /// <summary>Sequence of the newest message.</summary>
    public long LastSequence { get; set; }

    public required string Language { get; set; }

    /// <summary>The assistant's memory of this conversation as JSON, see <see cref="ConversationMemory"/>.</summary>
    public required string Memory { get; set; }

    /// <summary>The channel said that this chat cannot be reached (blocked, kicked); nothing is sent until it writes again.</summary>
    public bool Unreachable { get; set; }

    /// <summary>The member who has it, or who resolved it; null where nobody in particular has.</summary>
    public Guid? AssigneeId { get; set; }

    /// <summary>When a snoozed conversation wakes by itself.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }

    /// <summary>Since when the customer waits for people; null while nobody waits.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>People took over here: what the assistant said up to this sequence and had not begun to send does not leave.</summary>
    public long SilencedSequence { get; set; }

    public IReadOnlyList<Guid> Labels { get; set; } = [];

    /// <summary>The beginning of the newest message to or from the customer, kept here so that a list needs no second look.</summary>
    public string? LastText { get; set; }

    public MessageAuthor? LastAuthor { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last activity: any committed change raises it.</summary>
    public required DateTimeOffset LastMessageAt { get; set; }
}
