using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels;

/// <summary>A group that got a new id on its channel (Telegram makes a supergroup of it): what comes from the new id belongs to the old conversation.</summary>
internal sealed class ChatMove : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid ChannelConnectionId { get; init; }

    public required string NewChatId { get; init; }

    /// <summary>The id the conversation was made with.</summary>
    public required string OriginalChatId { get; init; }
}
