using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels;

// Interim seam: the spine replaces this file.

/// <summary>A connection as its channel needs it, secrets revealed.</summary>
internal sealed record ChannelConnectionView(
    Guid Id,
    TenantId TenantId,
    ChannelKind Kind,
    IReadOnlyList<Guid> PanelIds,
    string SettingsJson,
    ConnectionState State,
    Secret HookSecret,
    Secret? Credential);

/// <summary>Connections by id, cached in memory. Asked on every message, so it must not cost a query each time.</summary>
internal interface IConnectionDirectory
{
    ValueTask<ChannelConnectionView?> FindAsync(Guid connectionId, CancellationToken cancellationToken);
}
