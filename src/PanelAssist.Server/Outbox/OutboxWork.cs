using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Outbox;

/// <summary>An outbox row on its way to its channel.</summary>
internal sealed record OutboxWork(
    Guid Id,
    TenantId Tenant,
    Guid Connection,
    Guid Conversation,
    Guid? Message,
    OutboundItem Item,
    int Attempts,
    bool PossiblyTwice);
