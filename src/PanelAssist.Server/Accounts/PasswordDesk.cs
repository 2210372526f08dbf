using Microsoft.AspNetCore.Identity;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Accounts;

/// <summary>Forgotten and changed passwords. A new password ends all other sessions and leaves the second factor alone.</summary>
internal sealed class PasswordDesk(AppDbContext db, UserManager<Account> accounts, SessionDirectory sessions, AccountMails mails)
{
    /// <summary>Sends a link where there is such an account; says nothing about whether there is.</summary>
    public async Task ForgotAsync(string email, CancellationToken cancellationToken)
    {
        if (await accounts.FindByEmailAsync(email) is { EmailConfirmed: true } account)
        {
            mails.ResetPassword(account.Email!, account.Id, await accounts.GeneratePasswordResetTokenAsync(account));
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <returns>Keys of what is wrong; none when the password is changed. <c>link.expired</c> for a forged, used or old link.</returns>
    public async Task<IReadOnlyList<string>> ResetAsync(Guid id, string token, string password, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(id.ToString()) is not { } account)
        {
            return ["link.expired"];
        }

        var result = await accounts.ResetPasswordAsync(account, token, password);
        if (!result.Succeeded)
        {
            return [.. result.Errors.Select(error => error.Code is "InvalidToken" ? "link.expired" : error.Code)];
        }

        mails.PasswordChanged(account.Email!);
        await db.SaveChangesAsync(cancellationToken);
        await sessions.EndAllAsync(account.Id, except: null, cancellationToken);
        return [];
    }

    public async Task<IReadOnlyList<string>> ChangeAsync(Guid id, Guid session, string current, string password, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(id.ToString()) is not { } account)
        {
            return ["account.gone"];
        }

        var result = await accounts.ChangePasswordAsync(account, current, password);
        if (!result.Succeeded)
        {
            return [.. result.Errors.Select(error => error.Code is "PasswordMismatch" ? "password.wrong" : error.Code)];
        }

        mails.PasswordChanged(account.Email!);
        await db.SaveChangesAsync(cancellationToken);
        await sessions.EndAllAsync(account.Id, session, cancellationToken);
        return [];
    }
}
