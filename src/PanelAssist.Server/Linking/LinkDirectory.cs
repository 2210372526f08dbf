using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Linking;

/// <summary>A link as the conversation needs it. <paramref name="ApiKey"/> is encrypted.</summary>
internal sealed record PanelLinkView(Guid LinkId, Guid PanelId, string? Username, byte[]? ApiKey, LinkProof Proof);

/// <summary>
/// Which panel account a chat identity has proven. Every message asks, so answers, "none" too, are kept in memory for up
/// to five seconds: that is how long a change made on another node can go unnoticed. On this node it shows at once.
/// </summary>
internal sealed class LinkDirectory(IHotReader reader, TimeProvider time)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private const int Capacity = 100_000;

    private const string Sql = "SELECT id, panel_id, username, api_key, proof FROM panel_links WHERE identity_id = $1 AND tenant_id = $2";

    private readonly BoundedCache<Guid, Entry> _recent = new(Capacity, MaxAge, time);

    /// <param name="panelIds">The channel's panels, in order: the first with a link wins.</param>
    public ValueTask<PanelLinkView?> FindAsync(TenantId tenant, Guid identityId, IReadOnlyList<Guid> panelIds, CancellationToken cancellationToken) =>
        _recent.TryGet(identityId, out var entry) && entry.Tenant == tenant
            ? new ValueTask<PanelLinkView?>(First(entry.Links, panelIds))
            : new ValueTask<PanelLinkView?>(ReadAsync(tenant, identityId, panelIds, cancellationToken));

    /// <summary>To be called after each change of an identity's links is stored.</summary>
    public void Forget(Guid identityId) => _recent.Forget(identityId);

    private static PanelLinkView? First(PanelLinkView[] links, IReadOnlyList<Guid> panelIds)
    {
        if (links.Length == 0)
        {
            return null;
        }

        for (var index = 0; index < panelIds.Count; index++)
        {
            foreach (var link in links)
            {
                if (link.PanelId == panelIds[index])
                {
                    return link;
                }
            }
        }

        return null;
    }

    private async Task<PanelLinkView?> ReadAsync(TenantId tenant, Guid identityId, IReadOnlyList<Guid> panelIds, CancellationToken cancellationToken)
    {
        var changes = _recent.Changes;
        var links = await reader.ReadAsync(Sql, identityId, tenant.Value, Read, cancellationToken);
        var entry = new Entry(tenant, [.. links]);
        _recent.Store(identityId, entry, changes);
        return First(entry.Links, panelIds);
    }

    private static PanelLinkView Read(IHotRow row) =>
        new(row.GetGuid(0), row.GetGuid(1), row.GetStringOrNull(2), row.GetBytesOrNull(3), (LinkProof)row.GetInt64(4));

    private readonly record struct Entry(TenantId Tenant, PanelLinkView[] Links);
}
