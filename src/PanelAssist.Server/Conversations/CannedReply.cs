using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>A text that agents have ready; its short name is what they type to get it.</summary>
internal sealed class CannedReply : ITenantOwned
{
    public const int MaxName = 40;

    /// <summary>Of one tenant.</summary>
    public const int MaxCount = 500;

    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required string Name { get; set; }

    public required string Text { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a member has begun to write in a conversation.</summary>
internal sealed class Draft : ITenantOwned
{
    public required Guid MemberId { get; init; }

    public required Guid ConversationId { get; init; }

    public required TenantId TenantId { get; init; }

    public required string Text { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A filter of the conversation list that a member keeps under a name.</summary>
internal sealed class SavedView : ITenantOwned
{
    public const int MaxName = 60;

    public const int MaxFilter = 1_000;

    /// <summary>Of one member.</summary>
    public const int MaxCount = 50;

    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid MemberId { get; init; }

    public required string Name { get; set; }

    /// <summary>The query of the list, as in its address: <c>status=open&amp;assignee=none</c>.</summary>
    public required string Filter { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
