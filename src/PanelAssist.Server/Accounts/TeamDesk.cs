using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Accounts;

/// <summary>A member as the team sees them.</summary>
internal sealed record TeamMember(Guid Id, Guid AccountId, string Name, string Email, MemberRole Role, bool SecondFactor, DateTimeOffset JoinedAt);

internal sealed record OpenInvitation(Guid Id, string Email, MemberRole Role, DateTimeOffset ExpiresAt);

/// <summary>Who works in the workspace, as what. Owners alone make and unmake owners, and one always stays.</summary>
internal sealed class TeamDesk(
    AppDbContext db,
    TenantContext tenant,
    Actor actor,
    AuditLog audit,
    Invitations invitations,
    SessionDirectory sessions,
    SequentialIds ids,
    TimeProvider time)
{
    public const int MaxMembers = 500;

    public async Task<IReadOnlyList<TeamMember>> MembersAsync(CancellationToken cancellationToken) =>
        await db.Members.AsNoTracking()
            .Join(db.Users, member => member.AccountId, account => account.Id, (member, account) => new { member, account })
            .OrderBy(e => e.member.CreatedAt)
            .Take(MaxMembers)
            .Select(e => new TeamMember(e.member.Id, e.account.Id, e.account.DisplayName, e.account.Email!, e.member.Role, e.account.TwoFactorEnabled, e.member.CreatedAt))
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<OpenInvitation>> InvitationsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.Invitations.AsNoTracking()
            .Where(e => e.EndedAt == null && e.ExpiresAt > now)
            .OrderByDescending(e => e.Id)
            .Take(MaxMembers)
            .Select(e => new OpenInvitation(e.Id, e.Email, e.Role, e.ExpiresAt))
            .ToListAsync(cancellationToken);
    }

    /// <returns>Keys of what is wrong; none when the mail is on its way.</returns>
    public async Task<IReadOnlyList<string>> InviteAsync(KnownSession by, string email, MemberRole role, CancellationToken cancellationToken)
    {
        if (email.Length > 254 || !EmailAddresses.LooksRight(email))
        {
            return ["email.invalid"];
        }

        if (role is MemberRole.Custom || (role is MemberRole.Owner && by.Member?.Role is not MemberRole.Owner))
        {
            return ["team.role"];
        }

        var normalized = email.ToUpperInvariant();
        if (await db.Members.AnyAsync(e => db.Users.Any(account => account.Id == e.AccountId && account.NormalizedEmail == normalized), cancellationToken))
        {
            return ["team.known"];
        }

        var now = time.GetUtcNow();
        if (await db.Members.CountAsync(cancellationToken) + await db.Invitations.CountAsync(e => e.EndedAt == null && e.ExpiresAt > now, cancellationToken) >= MaxMembers)
        {
            return ["team.full"];
        }

        invitations.Add(email, role, by.Member!.Workspace, by.DisplayName, by.Member.Id);
        await db.SaveChangesAsync(cancellationToken);
        return [];
    }

    public async Task<IReadOnlyList<string>> WithdrawAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Invitations.SingleOrDefaultAsync(e => e.Id == id && e.EndedAt == null, cancellationToken) is not { } invitation)
        {
            return ["invitation.gone"];
        }

        invitation.EndedAt = time.GetUtcNow();
        audit.Add("invitation.withdrawn", "invitation", id);
        await db.SaveChangesAsync(cancellationToken);
        return [];
    }

    public async Task<IReadOnlyList<string>> ChangeRoleAsync(KnownSession by, Guid id, MemberRole role, CancellationToken cancellationToken)
    {
        if (await db.Members.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } member)
        {
            return ["member.gone"];
        }

        if (role is MemberRole.Custom || ((role is MemberRole.Owner || member.Role is MemberRole.Owner) && by.Member?.Role is not MemberRole.Owner))
        {
            return ["team.role"];
        }

        if (role is not MemberRole.Owner && await IsLastOwnerAsync(member, cancellationToken))
        {
            return ["team.last-owner"];
        }

        member.Role = role;
        audit.Add("member.role_changed", "member", id);
        await db.SaveChangesAsync(cancellationToken);
        await sessions.ForgetAccountAsync(member.AccountId, cancellationToken);
        return [];
    }

    /// <summary>Takes a member out: open pages of theirs close within seconds.</summary>
    public async Task<IReadOnlyList<string>> RemoveAsync(KnownSession by, Guid id, CancellationToken cancellationToken)
    {
        if (await db.Members.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } member)
        {
            return ["member.gone"];
        }

        if (member.Role is MemberRole.Owner && by.Member?.Role is not MemberRole.Owner)
        {
            return ["team.role"];
        }

        if (await IsLastOwnerAsync(member, cancellationToken))
        {
            return ["team.last-owner"];
        }

        db.Remove(member);
        audit.Add("member.removed", "member", id);
        await db.SaveChangesAsync(cancellationToken);
        await sessions.ForgetAccountAsync(member.AccountId, cancellationToken);
        return [];
    }

    /// <summary>The link of an invitation, opened by who is signed in with the address it was sent to.</summary>
    /// <returns>Keys of what is wrong; none when the account has become a member.</returns>
    public async Task<IReadOnlyList<string>> AcceptAsync(Guid session, Account account, string secret, CancellationToken cancellationToken)
    {
        if (!Base64Url.IsValid(secret) || secret.Length > 100)
        {
            return ["link.expired"];
        }

        var hash = SHA256.HashData(Base64Url.DecodeFromChars(secret));
        var now = time.GetUtcNow();
        var found = await db.ReadAcrossTenantsAsync(db.Invitations, all => all.SingleOrDefaultAsync(e => e.Hash == hash && e.EndedAt == null && e.ExpiresAt > now, cancellationToken));
        if (found is null)
        {
            return ["link.expired"];
        }

        if (!string.Equals(found.Email, account.Email, StringComparison.OrdinalIgnoreCase))
        {
            return ["invitation.other"];
        }

        tenant.Set(found.TenantId);
        var member = new Member { Id = ids.Next(), TenantId = found.TenantId, AccountId = account.Id, Role = found.Role, Permissions = found.Permissions, CreatedAt = now };
        actor.Set($"member:{member.Id:N}");

        // Two clicks at once: one of them finds it ended.
        var taken = await db.WriteAsync(
            context => context.Invitations.Where(e => e.Id == found.Id && e.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.EndedAt, now), cancellationToken),
            cancellationToken);
        if (taken == 0)
        {
            return ["link.expired"];
        }

        if (!await db.Members.AnyAsync(e => e.AccountId == account.Id, cancellationToken))
        {
            db.Add(member);
            audit.Add("invitation.accepted", "invitation", found.Id);
            await db.SaveChangesAsync(cancellationToken);
        }

        await db.WriteAsync(
            context => context.AccountSessions.Where(e => e.Id == session).ExecuteUpdateAsync(set => set.SetProperty(e => e.TenantId, found.TenantId), cancellationToken),
            cancellationToken);
        sessions.Forget(session);
        return [];
    }

    private async Task<bool> IsLastOwnerAsync(Member member, CancellationToken cancellationToken) =>
        member.Role is MemberRole.Owner && !await db.Members.AnyAsync(e => e.Role == MemberRole.Owner && e.Id != member.Id, cancellationToken);
}
