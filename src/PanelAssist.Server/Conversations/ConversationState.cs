using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>A conversation as one turn finds it and the next will; the grain's cache of its row.</summary>
internal sealed record ConversationState
{
    public required TenantId Tenant { get; init; }

    public required Guid Id { get; init; }

    public required Guid ConnectionId { get; init; }

    public required string ChatId { get; init; }

    public long? ThreadId { get; init; }

    public bool IsPrivate { get; init; }

    public Guid IdentityId { get; init; }

    public ConversationStatus Status { get; init; }

    /// <summary>0 before the first turn is committed.</summary>
    public long Version { get; init; }

    public long LastSequence { get; init; }

    public required string Language { get; init; }

    public ConversationMemory Memory { get; init; } = ConversationMemory.Empty;

    public bool Unreachable { get; init; }

    public Guid? AssigneeId { get; init; }

    public DateTimeOffset? SnoozedUntil { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    public long SilencedSequence { get; init; }

    public IReadOnlyList<Guid> Labels { get; init; } = [];

    public string? LastText { get; init; }

    public MessageAuthor? LastAuthor { get; init; }

    /// <summary>People have it: the assistant is silent.</summary>
    public bool IsWithPeople => Status is ConversationStatus.Open or ConversationStatus.Snoozed;

    public required DateTimeOffset CreatedAt { get; init; }
}
