using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Contacts;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Linking;

/// <summary>Stores a link made by staff, with the contact where that person has not written yet.</summary>
internal sealed class StaffLinks(
    AppDbContext db, TenantContext tenant, ISecretProtector secrets, LinkDirectory directory, AuditLog audit, SequentialIds ids, TimeProvider time)
{
    public async Task<(PanelLink Link, bool IsNew)> StoreAsync(
        Guid channelId, string externalId, Guid panelId, string username, string? key, CancellationToken cancellationToken)
    {
        var protectedKey = key is null ? null : await secrets.ProtectAsync(tenant.Current, SecretPurpose.CustomerPanelKey, key, cancellationToken);
        try
        {
            return await TryStoreAsync(channelId, externalId, panelId, username, protectedKey, cancellationToken);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            // The person wrote, or staff linked, at the same moment; now those rows are there to be read.
            db.ChangeTracker.Clear();
            return await TryStoreAsync(channelId, externalId, panelId, username, protectedKey, cancellationToken);
        }
    }

    private async Task<(PanelLink Link, bool IsNew)> TryStoreAsync(
        Guid channelId, string externalId, Guid panelId, string username, byte[]? key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var identityId = DerivedIds.Identity(channelId, externalId);
        if (!await db.ContactIdentities.AnyAsync(e => e.Id == identityId, cancellationToken))
        {
            var contactId = DerivedIds.Contact(identityId);
            if (!await db.Contacts.AnyAsync(e => e.Id == contactId, cancellationToken))
            {
                db.Add(new Contact { Id = contactId, TenantId = tenant.Current, CreatedAt = now });
            }

            db.Add(new ContactIdentity
            {
                Id = identityId,
                TenantId = tenant.Current,
                ChannelConnectionId = channelId,
                ExternalId = externalId,
                ContactId = contactId,
                CreatedAt = now,
            });
        }

        var link = await db.PanelLinks.SingleOrDefaultAsync(e => e.IdentityId == identityId && e.PanelId == panelId, cancellationToken);
        var isNew = link is null;
        if (link is null)
        {
            link = new PanelLink
            {
                Id = ids.Next(),
                TenantId = tenant.Current,
                IdentityId = identityId,
                PanelId = panelId,
                Username = username,
                Proof = LinkProof.Staff,
                ApiKey = key,
                CreatedAt = now,
            };
            db.Add(link);
        }
        else
        {
            // A key belongs to one account: it does not outlive a change of the username.
            link.ApiKey = key ?? (string.Equals(link.Username, username, StringComparison.OrdinalIgnoreCase) ? link.ApiKey : null);
            link.Username = username;
            link.Proof = LinkProof.Staff;
            link.CreatedAt = now;
        }

        audit.Add(isNew ? "link.created" : "link.changed", "link", link.Id, AuditDetails.Fields("username", key is null ? null : "panelApiKey"));
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget(identityId);
        return (link, isNew);
    }
}
