using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Accounts;

internal abstract record SignInResult
{
    private SignInResult()
    {
    }

    /// <param name="Cookie">For the session's cookie.</param>
    /// <param name="Device">For the browser's mark.</param>
    public sealed record SignedIn(string Cookie, string Device) : SignInResult;

    /// <summary>The password was right; a code is needed as well.</summary>
    public sealed record NeedsCode(string Step) : SignInResult;

    /// <summary>The password was right; the address is not confirmed. The mail was sent again.</summary>
    public sealed record NeedsConfirmation : SignInResult;

    /// <summary>Says the same for an unknown address and a wrong password.</summary>
    public sealed record Wrong : SignInResult;

    public sealed record Held(TimeSpan For) : SignInResult;

    /// <summary>The step before is too long ago.</summary>
    public sealed record Expired : SignInResult;
}

/// <summary>Signs people in: a password, then a code where the account has a second factor.</summary>
internal sealed class SignInDesk(
    AppDbContext db,
    UserManager<Account> accounts,
    SessionDirectory sessions,
    SignInThrottle throttle,
    UsedCodes usedCodes,
    SignedTexts signed,
    AccountMails mails,
    TimeProvider time)
{
    private const string CodeStep = "code";

    // Checked where there is no account, so that the time to answer does not tell.
    private static readonly Account Nobody = new() { DisplayName = "", CreatedAt = DateTimeOffset.UnixEpoch };
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, "nobody has this password");

    public async Task<SignInResult> SignInAsync(string email, string password, Visitor visitor, CancellationToken cancellationToken)
    {
        var account = await accounts.FindByEmailAsync(email);
        var device = account is null ? null : signed.FindDevice(visitor.Device, account.Id);
        if (throttle.Held(email, visitor.Address, device) is { } wait)
        {
            return new SignInResult.Held(wait);
        }

        var right = account?.PasswordHash is null
            ? accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password) is PasswordVerificationResult.Success
            : await accounts.CheckPasswordAsync(account, password);
        if (account is null || !right)
        {
            throttle.Failed(email, visitor.Address, device);
            return new SignInResult.Wrong();
        }

        throttle.Succeeded(email, device);
        if (!account.EmailConfirmed)
        {
            mails.Confirm(account.Email!, account.Id, await accounts.GenerateEmailConfirmationTokenAsync(account));
            await db.SaveChangesAsync(cancellationToken);
            return new SignInResult.NeedsConfirmation();
        }

        return account.TwoFactorEnabled
            ? new SignInResult.NeedsCode(signed.Step(CodeStep, $"{account.Id:N}"))
            : await EnterAsync(account, visitor, cancellationToken);
    }

    /// <param name="step">From <see cref="SignInResult.NeedsCode"/>.</param>
    /// <param name="code">Six digits of the authenticator, or a recovery code.</param>
    public async Task<SignInResult> EnterCodeAsync(string? step, string code, Visitor visitor, CancellationToken cancellationToken)
    {
        if (signed.FindStep(CodeStep, step) is not { } id || await accounts.FindByIdAsync(id) is not { } account)
        {
            return new SignInResult.Expired();
        }

        // A code has a million values and many are tried in fifteen minutes: counted like passwords, never by the known browser alone.
        var key = "code:" + account.Email;
        if (throttle.Held(key, visitor.Address, knownDevice: null) is { } wait)
        {
            return new SignInResult.Held(wait);
        }

        if (!await IsRightAsync(account, code.Replace(" ", "", StringComparison.Ordinal)))
        {
            throttle.Failed(key, visitor.Address, knownDevice: null);
            return new SignInResult.Wrong();
        }

        throttle.Succeeded(key, knownDevice: null);
        return await EnterAsync(account, visitor, cancellationToken);
    }

    /// <summary>For who has proved to be the account's owner: confirmed the address, shown a passkey.</summary>
    public async Task<SignInResult.SignedIn> EnterAsync(Account account, Visitor visitor, CancellationToken cancellationToken)
    {
        var tenant = await db.ReadAcrossTenantsAsync(db.Members, all => all
            .Where(e => e.AccountId == account.Id)
            .OrderBy(e => e.CreatedAt)
            .Select(e => (TenantId?)e.TenantId)
            .FirstOrDefaultAsync(cancellationToken));
        var cookie = await sessions.BeginAsync(account.Id, tenant, visitor.Address, visitor.Browser, cancellationToken);
        if (signed.FindDevice(visitor.Device, account.Id) is not null)
        {
            return new SignInResult.SignedIn(cookie, visitor.Device!);
        }

        if (await db.AccountSessions.CountAsync(e => e.AccountId == account.Id, cancellationToken) > 1)
        {
            mails.NewSignIn(account.Email!, time.GetUtcNow(), visitor.Address, visitor.Browser);
            await db.SaveChangesAsync(cancellationToken);
        }

        return new SignInResult.SignedIn(cookie, signed.Device(account.Id));
    }

    private async Task<bool> IsRightAsync(Account account, string code)
    {
        if (code.Length == 6)
        {
            return usedCodes.TryUse(account.Id, code) && await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code);
        }

        return (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;
    }
}

/// <summary>An authenticator's code is good once: who read it over a shoulder comes too late.</summary>
internal sealed class UsedCodes(TimeProvider time)
{
    private readonly BoundedCache<(Guid Account, string Code), bool> _used = new(capacity: 50_000, TimeSpan.FromMinutes(3), time);

    public bool TryUse(Guid account, string code)
    {
        if (_used.TryGet((account, code), out _))
        {
            return false;
        }

        _used.Store((account, code), true, _used.Changes);
        return true;
    }
}
