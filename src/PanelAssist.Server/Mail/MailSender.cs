using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Mail;

/// <summary>Hands one mail to the mail server.</summary>
internal sealed class MailSender(IOptions<EmailOptions> options)
{
    public async Task<SendOutcome> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!settings.IsSetUp || !MailboxAddress.TryParse(letter.To, out var to))
        {
            return new SendOutcome.Refused("No mail server is set up, or the address is not one.");
        }

        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.Add(to);
        message.Subject = letter.Subject;
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new TextPart("plain") { Text = letter.Text };

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
            // A second mail with the same code or link does no harm.
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
