using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Inbox;

/// <summary>A stored event on its way to its conversation.</summary>
/// <param name="Attempt">1 for the first time it is taken up.</param>
internal sealed record StoredEvent(Guid Id, TenantId Tenant, Guid Connection, string EventId, byte[] Payload, DateTimeOffset ReceivedAt, int Attempt);
