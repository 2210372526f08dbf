using Microsoft.AspNetCore.Identity;

namespace PanelAssist.Server.Accounts;

/// <summary>How good a password is, and why it is not.</summary>
/// <param name="Score">0 (guessed at once) to 4 (strong).</param>
internal readonly record struct PasswordStrength(int Score, bool TooShort, bool TooLong, bool Common)
{
    public bool IsAccepted => !TooShort && !TooLong && !Common;
}

/// <summary>
/// At least twelve characters, and not what guessing begins with: passwords from leaks, names, words and keyboard rows, one
/// after another. The lists are bundled with zxcvbn; nothing leaves the process. No rules about kinds of characters: they make weak passwords look strong.
/// </summary>
internal static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    public static PasswordStrength Judge(string password, params IEnumerable<string> personal)
    {
        if (password.Length > MaxLength)
        {
            return new PasswordStrength(0, TooShort: false, TooLong: true, Common: false);
        }

        var score = Zxcvbn.Zxcvbn.MatchPassword(password, [.. personal, "panelassist"]).Score;
        return new PasswordStrength(score, password.Length < MinLength, TooLong: false, score < 3);
    }
}

/// <summary>Puts <see cref="PasswordRules"/> in front of every way of setting a password.</summary>
internal sealed class PasswordValidator : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var strength = PasswordRules.Judge(password ?? "", user.Email ?? "", user.DisplayName);
        return Task.FromResult(strength switch
        {
            { TooShort: true } => Refused("password.short"),
            { TooLong: true } => Refused("password.long"),
            { Common: true } => Refused("password.common"),
            _ => IdentityResult.Success,
        });
    }

    private static IdentityResult Refused(string code) => IdentityResult.Failed(new IdentityError { Code = code, Description = code });
}
