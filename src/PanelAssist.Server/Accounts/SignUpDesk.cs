using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Accounts;

internal abstract record SignUpResult
{
    private SignUpResult()
    {
    }

    /// <summary>A mail is on its way; says the same where the address has an account already.</summary>
    public sealed record CheckMail : SignUpResult;

    /// <param name="Codes">Keys of what is wrong: <c>email.invalid</c>, <c>password.common</c> and so on.</param>
    public sealed record Refused(IReadOnlyList<string> Codes) : SignUpResult;

    /// <summary>Sign-up is switched off.</summary>
    public sealed record Closed : SignUpResult;
}

/// <summary>Lets strangers become owners: an account, a proof of the address, then a workspace.</summary>
internal sealed class SignUpDesk(
    AppDbContext db,
    UserManager<Account> accounts,
    AccountMails mails,
    SignInDesk signIn,
    SessionDirectory sessions,
    TenantContext scope,
    Actor actor,
    AuditLog audit,
    SequentialIds ids,
    IOptions<AccountOptions> options,
    TimeProvider time)
{
    public async Task<SignUpResult> SignUpAsync(string name, string email, string password, string? language, CancellationToken cancellationToken)
    {
        if (!options.Value.SignUp)
        {
            return new SignUpResult.Closed();
        }

        var wrong = new List<string>();
        if (name.Length is 0 or > 100)
        {
            wrong.Add("name.invalid");
        }

        if (email.Length > 254 || !EmailAddresses.LooksRight(email))
        {
            wrong.Add("email.invalid");
        }

        var account = NewAccount(name, email, language);
        wrong.AddRange(await RefusalsAsync(account, password));
        if (wrong.Count > 0)
        {
            return new SignUpResult.Refused(wrong);
        }

        var known = await accounts.FindByEmailAsync(email);
        if (known is { EmailConfirmed: true })
        {
            mails.AlreadyKnown(email);
            await db.SaveChangesAsync(cancellationToken);
            return new SignUpResult.CheckMail();
        }

        // Whoever signed up before without confirming has no claim to the address.
        if (known is not null)
        {
            await accounts.DeleteAsync(known);
        }

        var created = await accounts.CreateAsync(account, password);
        if (!created.Succeeded)
        {
            return new SignUpResult.Refused([.. created.Errors.Select(error => error.Code)]);
        }

        mails.Confirm(email, account.Id, await accounts.GenerateEmailConfirmationTokenAsync(account));
        await db.SaveChangesAsync(cancellationToken);
        return new SignUpResult.CheckMail();
    }

    /// <summary>The link of the mail: confirms the address and signs in.</summary>
    /// <returns>Null where the link is forged, used or too old.</returns>
    public async Task<SignInResult?> ConfirmAsync(Guid id, string token, Visitor visitor, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(id.ToString()) is not { EmailConfirmed: false } account || !(await accounts.ConfirmEmailAsync(account, token)).Succeeded)
        {
            return null;
        }

        // The token is bound to the stamp: a new one makes the link good only once.
        await accounts.UpdateSecurityStampAsync(account);
        return await signIn.EnterAsync(account, visitor, cancellationToken);
    }

    /// <summary>Makes the workspace of an account that has none, with the account as its owner.</summary>
    public async Task<TenantId> OpenWorkspaceAsync(Guid session, Account account, string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tenant = new Tenant { Id = new TenantId(ids.Next()), Name = name, OwnerEmail = account.Email!, CreatedAt = now };
        var member = new Member { Id = ids.Next(), TenantId = tenant.Id, AccountId = account.Id, Role = MemberRole.Owner, CreatedAt = now };
        scope.Set(tenant.Id);
        actor.Set($"member:{member.Id:N}");
        account.SecondFactorDueAt ??= now + options.Value.SecondFactorGrace;
        db.AddRange(tenant, member);
        db.Update(account);
        audit.Add("tenant.created", "tenant", tenant.Id.Value);
        await db.SaveChangesAsync(cancellationToken);
        await db.WriteAsync(
            context => context.AccountSessions.Where(e => e.Id == session).ExecuteUpdateAsync(set => set.SetProperty(e => e.TenantId, tenant.Id), cancellationToken),
            cancellationToken);
        sessions.Forget(session);
        return tenant.Id;
    }

    public Account NewAccount(string name, string email, string? language)
    {
        var now = time.GetUtcNow();
        return new Account { Id = ids.Next(), DisplayName = name, UserName = email, Email = email, Language = language, CreatedAt = now };
    }

    private async Task<IReadOnlyList<string>> RefusalsAsync(Account account, string password)
    {
        var codes = new List<string>();
        foreach (var validator in accounts.PasswordValidators)
        {
            codes.AddRange((await validator.ValidateAsync(accounts, account, password)).Errors.Select(error => error.Code));
        }

        return codes;
    }
}
