using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

// Stands in until the grain is merged; this file goes away then.
[Alias("conversation")]
internal interface IConversationGrain : IGrainWithStringKey
{
    [Alias("say-as-agent")]
    Task<AgentReplyResult> SayAsAgentAsync(string text, string agent);

    [Alias("set-status")]
    Task<ConversationStatus> SetStatusAsync(ConversationStatus status, string agent);
}

[GenerateSerializer, Immutable, Alias("agent-reply-result")]
internal sealed record AgentReplyResult([property: Id(0)] Guid MessageId, [property: Id(1)] long Sequence);

internal readonly record struct ConversationKey(TenantId Tenant, Guid Conversation)
{
    public override string ToString() => $"{Tenant}/{Conversation:N}";
}
