using PanelAssist.Server.Api;
using PanelAssist.Server.Mail;

namespace PanelAssist.Server.Accounts;

/// <summary>The words of the mails to people who sign in.</summary>
internal sealed class AccountMails(MailQueue queue, PublicAddress address)
{
    public void Confirm(string to, Guid account, string token) => queue.Add(new Letter(to, "Confirm your address for PanelAssist", $"""
        Welcome to PanelAssist.

        Open this link to confirm that the address is yours and to enter your workspace:
        {Link($"confirm?account={account:N}&token={Uri.EscapeDataString(token)}")}

        The link works for one day. If you did not sign up, ignore this mail: without the link nothing happens.
        """));

    public void AlreadyKnown(string to) => queue.Add(new Letter(to, "You already have a PanelAssist account", $"""
        Somebody, perhaps you, tried to sign up for PanelAssist with this address. It has an account already.

        Sign in: {Link("signin")}
        Forgot the password? {Link("forgot")}

        If it was not you, there is nothing to do.
        """));

    public void ResetPassword(string to, Guid account, string token) => queue.Add(new Letter(to, "Choose a new password for PanelAssist", $"""
        Open this link to choose a new password:
        {Link($"reset?account={account:N}&token={Uri.EscapeDataString(token)}")}

        The link works once, for one day. Your second factor stays as it is.
        If you did not ask for it, ignore this mail: your password has not changed.
        """));

    public void PasswordChanged(string to) => queue.Add(new Letter(to, "Your PanelAssist password was changed", $"""
        The password of your PanelAssist account was changed, and all other browsers were signed out.

        If it was not you, choose a new one at once: {Link("forgot")}
        """));

    public void NewSignIn(string to, DateTimeOffset at, string? from, string? browser) => queue.Add(new Letter(to, "New sign-in to PanelAssist", $"""
        Your account was signed in to from a browser it has not been used with before.

        When:    {at:yyyy-MM-dd HH:mm} UTC
        Where:   {from ?? "unknown"}
        Browser: {browser ?? "unknown"}

        If it was you, there is nothing to do. If not, sign that browser out and change your password:
        {Link("app/security")}
        """));

    public void Invite(string to, string workspace, string invitedBy, string secret, DateTimeOffset until) => queue.Add(new Letter(to, $"{invitedBy} invites you to {workspace} on PanelAssist", $"""
        {invitedBy} invites you to work in "{workspace}" on PanelAssist.

        Open this link to join:
        {Link($"invitation?secret={secret}")}

        It works once, until {until:yyyy-MM-dd HH:mm} UTC. If you do not know them, ignore this mail.
        """));

    private Uri Link(string path) => address.For(path);
}
