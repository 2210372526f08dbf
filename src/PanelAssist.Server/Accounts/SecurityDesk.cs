using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Accounts;

/// <summary>A browser that is signed in.</summary>
internal sealed record OpenSession(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? Address, string? Browser);

/// <param name="Key">For typing into an authenticator, in groups of four.</param>
/// <param name="Link">The same for its camera.</param>
internal sealed record AuthenticatorKey(string Key, string Link);

/// <summary>What a person does about their own account: second factor, recovery codes, sessions.</summary>
internal sealed class SecurityDesk(AppDbContext db, UserManager<Account> accounts, SessionDirectory sessions, UsedCodes usedCodes)
{
    private const int RecoveryCodes = 10;
    private const int MaxShown = 100;

    public async Task<IReadOnlyList<OpenSession>> SessionsAsync(Guid account, CancellationToken cancellationToken) =>
        await db.AccountSessions.AsNoTracking()
            .Where(e => e.AccountId == account && e.EndedAt == null)
            .OrderByDescending(e => e.LastSeenAt)
            .Take(MaxShown)
            .Select(e => new OpenSession(e.Id, e.CreatedAt, e.LastSeenAt, e.Address, e.Browser))
            .ToListAsync(cancellationToken);

    /// <summary>Ends one session, if it is this account's.</summary>
    public async Task EndSessionAsync(Guid account, Guid session, CancellationToken cancellationToken)
    {
        if (await db.AccountSessions.AnyAsync(e => e.Id == session && e.AccountId == account, cancellationToken))
        {
            await sessions.EndAsync(session, cancellationToken);
        }
    }

    public async Task<bool> HasSecondFactorAsync(Guid id) => (await FindAsync(id)).TwoFactorEnabled;

    /// <summary>A new key, which counts once a code of it was typed.</summary>
    /// <exception cref="InvalidOperationException">The factor is on: a key in use is not replaced without the password.</exception>
    public async Task<AuthenticatorKey> NewKeyAsync(Guid id)
    {
        var account = await FindAsync(id);
        if (account.TwoFactorEnabled)
        {
            throw new InvalidOperationException("The second factor is on; it is switched off first.");
        }

        await accounts.ResetAuthenticatorKeyAsync(account);
        var key = await accounts.GetAuthenticatorKeyAsync(account) ?? throw new InvalidOperationException("A new key is not there.");
        var grouped = string.Join(' ', key.Chunk(4).Select(group => new string(group))).ToLowerInvariant();
        var name = UrlEncoder.Default.Encode("PanelAssist:" + account.Email);
        return new AuthenticatorKey(grouped, string.Create(CultureInfo.InvariantCulture, $"otpauth://totp/{name}?secret={key}&issuer=PanelAssist&digits=6"));
    }

    /// <returns>The recovery codes, shown this once; null where the code is not right.</returns>
    public async Task<IReadOnlyList<string>?> SwitchOnAsync(Guid id, string code)
    {
        var account = await FindAsync(id);
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (!await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, digits) || !usedCodes.TryUse(id, digits))
        {
            return null;
        }

        await accounts.SetTwoFactorEnabledAsync(account, enabled: true);
        await sessions.ForgetAccountAsync(id, CancellationToken.None);
        return [.. await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? []];
    }

    /// <returns>False where the password is not right.</returns>
    public async Task<bool> SwitchOffAsync(Guid id, string password)
    {
        var account = await FindAsync(id);
        if (!await accounts.CheckPasswordAsync(account, password))
        {
            return false;
        }

        await accounts.SetTwoFactorEnabledAsync(account, enabled: false);
        await accounts.ResetAuthenticatorKeyAsync(account);
        await sessions.ForgetAccountAsync(id, CancellationToken.None);
        return true;
    }

    private async Task<Account> FindAsync(Guid id) =>
        await accounts.FindByIdAsync(id.ToString()) ?? throw new NotPermittedException(signedIn: false);
}
