using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Accounts;

/// <summary>Adds an invitation, its mail and its audit entry to the scope's next save.</summary>
internal sealed class Invitations(
    AppDbContext db, TenantContext tenant, AuditLog audit, AccountMails mails, SequentialIds ids, IOptions<AccountOptions> options, TimeProvider time)
{
    /// <param name="email">Where the link goes; only an account with this address can use it.</param>
    /// <param name="role">What the person becomes.</param>
    /// <param name="workspace">Its name, for the mail.</param>
    /// <param name="by">Who invites, for the mail.</param>
    /// <param name="member">Who invites; empty for the operator.</param>
    public void Add(string email, MemberRole role, string workspace, string by, Guid member)
    {
        var now = time.GetUtcNow();
        var secret = RandomNumberGenerator.GetBytes(32);
        var invitation = new Invitation
        {
            Id = ids.Next(),
            TenantId = tenant.Current,
            Email = email,
            Role = role,
            Hash = SHA256.HashData(secret),
            InvitedBy = member,
            CreatedAt = now,
            ExpiresAt = now + options.Value.InvitationLife,
        };
        db.Add(invitation);
        mails.Invite(email, workspace, by, Base64Url.EncodeToString(secret), invitation.ExpiresAt);
        audit.Add("invitation.created", "invitation", invitation.Id, AuditDetails.Value("role", role.ToString()));
    }
}
