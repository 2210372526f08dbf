using Orleans.Concurrency;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>Names a conversation and its grain.</summary>
internal readonly record struct ConversationKey(TenantId Tenant, Guid Conversation)
{
    public override string ToString() => $"{Tenant}/{Conversation:N}";

    public static ConversationKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new ConversationKey(new TenantId(Guid.ParseExact(text.AsSpan(0, slash), "N")), Guid.ParseExact(text.AsSpan(slash + 1), "N"));
    }
}

/// <summary>How a turn ended.</summary>
internal enum TurnOutcome
{
    Handled,

    /// <summary>The event had been handled before.</summary>
    AlreadyHandled,

    /// <summary>Someone else moved the conversation on in between; the event must be taken up again.</summary>
    Stale,
}

/// <summary>Turns of one conversation, one at a time (key <see cref="ConversationKey"/>). A lock and a cache; thinking happens in the engine.</summary>
[Alias("conversation")]
internal interface IConversationGrain : IGrainWithStringKey
{
    [Alias("handle")]
    Task<TurnOutcome> HandleAsync(IncomingEvent incoming);

    /// <summary>A person does something with the conversation. Does not wait for a turn under way: that turn finds its version gone, and is run again on what it finds then.</summary>
    /// <returns>Null when others changed the conversation so often meanwhile that this could not be stored: nothing happened.</returns>
    [Alias("change"), AlwaysInterleave]
    Task<ChangedConversation?> ChangeAsync(ConversationChange change, ChangedBy by);

    /// <summary>Tells the customer what became of an action whose outcome was not known.</summary>
    [Alias("tell-settled")]
    Task TellSettledAsync(SettledAction settled);
}

/// <param name="Happened">Null when checking could not tell.</param>
[GenerateSerializer, Immutable, Alias("settled-action")]
internal sealed record SettledAction(
    [property: Id(0)] Guid ActionId,
    [property: Id(1)] string OrderId,
    [property: Id(2)] OrderActionKind Kind,
    [property: Id(3)] bool? Happened);
