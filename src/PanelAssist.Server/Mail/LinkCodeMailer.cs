using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Mail;

/// <summary>Sends one-time codes. The code is decrypted here and nowhere else on its way.</summary>
internal sealed class LinkCodeMailer(ISecretProtector secrets, IOptions<EmailOptions> options)
{
    public async Task<SendOutcome> SendAsync(TenantId tenant, OutboundItem item, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!settings.IsSetUp || !MailboxAddress.TryParse(item.MailTo, out var to))
        {
            return new SendOutcome.Refused("No mail server is set up, or the panel's address for the user is not one.");
        }

        var code = await secrets.RevealAsync(tenant, SecretPurpose.LinkCode, item.ProtectedCode!, cancellationToken);
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.Add(to);
        message.Subject = "Your code to link your account";
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new TextPart("plain")
        {
            Text = $"""
                Your code is {code.Reveal()}

                Type it in the chat where you asked for it. It works for 10 minutes.
                If you did not ask for it, ignore this mail: nothing happens without the code.
                """,
        };

        using var client = new SmtpClient { Timeout = 10_000 };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, SecurityOf(settings), cancellationToken);
            if (settings.Username is { } username)
            {
                await client.AuthenticateAsync(username, settings.Password ?? "", cancellationToken);
            }
        }
        catch (Exception failure) when (failure is SocketException or IOException or ProtocolException or AuthenticationException or SslHandshakeException or TimeoutException or CommandException)
        {
            return new SendOutcome.NotSent("The mail server could not be reached.");
        }

        try
        {
            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
            return new SendOutcome.Sent(null);
        }
        catch (SmtpCommandException refusal) when ((int)refusal.StatusCode is >= 500)
        {
            return new SendOutcome.Refused("The mail server refused the mail.");
        }
        catch (Exception failure) when (failure is SocketException or IOException or ProtocolException or CommandException or TimeoutException)
        {
            // A second code mail does no harm: it holds the same code.
            return new SendOutcome.NotSent("The mail server did not take the mail.");
        }
    }

    private static SecureSocketOptions SecurityOf(EmailOptions settings) => settings.Security switch
    {
        "tls" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
