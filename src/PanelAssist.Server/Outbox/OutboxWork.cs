using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Outbox;

/// <summary>An outbox row on its way to its channel.</summary>
/// <param name="Begun">Whether the row says already that a send has begun, this attempt included.</param>
/// <param name="AssistantSequence">The sequence of the assistant's message in it; 0 where it is another's, or came from the table.</param>
internal sealed record OutboxWork(
    Guid Id,
    TenantId Tenant,
    Guid Connection,
    Guid Conversation,
    Guid? Message,
    OutboundItem Item,
    int Attempts,
    bool PossiblyTwice,
    bool Begun = false,
    long AssistantSequence = 0);

/// <summary>Where the rows of a turn wait for being sent.</summary>
internal enum OutboxPlace
{
    /// <summary>Only in the table, for the sweeper: memory is full, or there are none.</summary>
    InTable,

    /// <summary>Behind others of their chat.</summary>
    Behind,

    /// <summary>The first leaves as soon as it is on disk.</summary>
    AtOnce,
}
