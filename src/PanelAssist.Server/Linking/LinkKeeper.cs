using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Linking;

/// <summary>Writes links: the rows, their audit, and the cache that has to hear of it.</summary>
internal sealed class LinkKeeper(IServiceScopeFactory scopes, LinkDirectory directory, SequentialIds ids, TimeProvider time)
{
    public async Task<PanelLink> LinkAsync(
        TenantId tenant, Guid identityId, Guid panelId, string? username, LinkProof proof, byte[]? apiKey, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var link = await db.PanelLinks.SingleOrDefaultAsync(e => e.IdentityId == identityId && e.PanelId == panelId, cancellationToken);
        if (link is null)
        {
            link = new PanelLink
            {
                Id = ids.Next(),
                TenantId = tenant,
                IdentityId = identityId,
                PanelId = panelId,
                Proof = proof,
                CreatedAt = time.GetUtcNow(),
            };
            db.PanelLinks.Add(link);
        }

        // A key belongs to one account: proving another one drops it.
        var sameAccount = username is not null && string.Equals(link.Username, username, StringComparison.OrdinalIgnoreCase);
        link.ApiKey = apiKey ?? (sameAccount ? link.ApiKey : null);
        link.Username = username;
        link.Proof = proof;
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget(identityId);
        return link;
    }

    /// <summary>Forgets every account and key of the identity. False when there was none.</summary>
    public async Task<bool> UnlinkAsync(TenantId tenant, Guid identityId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var removed = await db.WriteAsync(
            context => context.PanelLinks.Where(e => e.IdentityId == identityId).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
        directory.Forget(identityId);
        return removed > 0;
    }

    public async Task NoteUsernameAsync(LinkedAccount account, string username)
    {
        await using var scope = scopes.CreateTenantScope(account.Panel.TenantId);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if (await db.PanelLinks.SingleOrDefaultAsync(e => e.Id == account.Link.LinkId) is { Username: null } link)
        {
            link.Username = username;
            await db.SaveChangesAsync();
            directory.Forget(link.IdentityId);
        }
    }
}
