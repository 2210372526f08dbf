using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>A word that people put on conversations to find them again.</summary>
internal sealed class Label : ITenantOwned
{
    public const int MaxName = 40;

    /// <summary>Of one tenant.</summary>
    public const int MaxCount = 200;

    /// <summary>On one conversation.</summary>
    public const int MaxOnConversation = 20;

    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Finds conversations by label in the order of their last activity. Written with the conversation, from its labels.</summary>
internal sealed class ConversationLabel : ITenantOwned
{
    public required Guid ConversationId { get; init; }

    public required Guid LabelId { get; init; }

    public required TenantId TenantId { get; init; }

    public required DateTimeOffset LastMessageAt { get; set; }
}
