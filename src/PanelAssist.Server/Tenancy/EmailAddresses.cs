using System.Net.Mail;

namespace PanelAssist.Server.Tenancy;

internal static class EmailAddresses
{
    /// <summary>Whether mail could be sent there at all; only a mail that arrives proves an address.</summary>
    public static bool LooksRight(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal);
}
