using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Linking;

/// <summary>A link as the conversation needs it. <paramref name="ApiKey"/> is encrypted.</summary>
internal sealed record PanelLinkView(Guid LinkId, Guid PanelId, string? Username, byte[]? ApiKey, LinkProof Proof);

/// <summary>
/// Which panel account a chat identity has proven. Every message asks, so answers, "none" too, are kept in memory for up
/// to five seconds: that is how long a change made on another node can go unnoticed. On this node it shows at once.
/// </summary>
internal sealed class LinkDirectory(IServiceScopeFactory scopes, TimeProvider time)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private const int Capacity = 100_000;

    private static readonly Func<AppDbContext, Guid, IAsyncEnumerable<PanelLinkView>> LinksOf = EF.CompileAsyncQuery(
        (AppDbContext db, Guid identityId) => db.PanelLinks
            .Where(e => e.IdentityId == identityId)
            .Select(e => new PanelLinkView(e.Id, e.PanelId, e.Username, e.ApiKey, e.Proof)));

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
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        List<PanelLinkView>? links = null;
        await foreach (var link in LinksOf(db, identityId).WithCancellation(cancellationToken))
        {
            (links ??= []).Add(link);
        }

        var entry = new Entry(tenant, links?.ToArray() ?? []);
        _recent.Store(identityId, entry, changes);
        return First(entry.Links, panelIds);
    }

    private readonly record struct Entry(TenantId Tenant, PanelLinkView[] Links);
}
