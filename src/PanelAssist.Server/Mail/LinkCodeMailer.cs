using PanelAssist.Server.Outbox;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Mail;

/// <summary>Sends one-time codes. The code is decrypted here and nowhere else on its way.</summary>
internal sealed class LinkCodeMailer(ISecretProtector secrets, MailSender sender)
{
    public async Task<SendOutcome> SendAsync(TenantId tenant, OutboundItem item, CancellationToken cancellationToken)
    {
        var code = await secrets.RevealAsync(tenant, SecretPurpose.LinkCode, item.ProtectedCode!, cancellationToken);
        return await sender.SendAsync(
            new Letter(
                item.MailTo ?? "",
                "Your code to link your account",
                $"""
                Your code is {code.Reveal()}

                Type it in the chat where you asked for it. It works for 10 minutes.
                If you did not ask for it, ignore this mail: nothing happens without the code.
                """),
            cancellationToken);
    }
}
