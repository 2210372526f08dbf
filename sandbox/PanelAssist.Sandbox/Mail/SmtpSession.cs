using System.Globalization;
using System.Text;

namespace PanelAssist.Sandbox.Mail;

/// <summary>One SMTP conversation (RFC 5321, with SIZE, 8BITMIME, SMTPUTF8, PIPELINING, and AUTH that takes any password).</summary>
internal sealed class SmtpSession(Stream stream, MailBook mail)
{
    private const int MaxRecipients = 100;

    private readonly SmtpLines _lines = new(stream);
    private readonly List<string> _to = [];
    private string? _from;
    private bool _isGreeted;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Say("220 sandbox.invalid ESMTP", cancellationToken);
        while (await _lines.ReadLineAsync(cancellationToken) is { } bytes)
        {
            var line = Encoding.UTF8.GetString(bytes);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
            var rest = space < 0 ? "" : line[(space + 1)..].Trim();
            if (verb == "QUIT")
            {
                await Say("221 Bye", cancellationToken);
                return;
            }

            if (verb == "DATA")
            {
                await TakeDataAsync(cancellationToken);
            }
            else if (verb == "AUTH")
            {
                await AuthenticateAsync(rest, cancellationToken);
            }
            else
            {
                await Say(Answer(verb, rest), cancellationToken);
            }
        }
    }

    private string Answer(string verb, string rest) => verb switch
    {
        "EHLO" => Greet("250-sandbox.invalid\r\n250-SIZE " + SmtpLines.MaxData.ToString(CultureInfo.InvariantCulture)
            + "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN"),
        "HELO" => Greet("250 sandbox.invalid"),
        "MAIL" => From(rest),
        "RCPT" => To(rest),
        "RSET" => Forget("250 Forgotten"),
        "NOOP" => "250 Yes",
        "VRFY" => "252 Send some mail and see",
        _ => "500 Unknown command",
    };

    private string Greet(string answer)
    {
        _isGreeted = true;
        return Forget(answer);
    }

    private string From(string rest)
    {
        if (!_isGreeted)
        {
            return "503 Say EHLO first";
        }

        if (_from is not null)
        {
            return "503 Sender is already given";
        }

        if (Address(rest, "FROM:", out var parameters) is not { } address)
        {
            return "501 Use MAIL FROM:<address>";
        }

        foreach (var parameter in parameters)
        {
            if (parameter.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(parameter.AsSpan(5), CultureInfo.InvariantCulture, out var size) && size > SmtpLines.MaxData)
            {
                return "552 Message is too large";
            }
        }

        _from = address;
        return "250 OK";
    }

    private string To(string rest)
    {
        if (_from is null)
        {
            return "503 Say MAIL first";
        }

        if (Address(rest, "TO:", out _) is not { Length: > 0 } address)
        {
            return "501 Use RCPT TO:<address>";
        }

        if (_to.Count == MaxRecipients)
        {
            return "452 Too many recipients";
        }

        _to.Add(address);
        return "250 OK";
    }

    private async Task TakeDataAsync(CancellationToken cancellationToken)
    {
        if (_from is null || _to.Count == 0)
        {
            await Say("503 Say MAIL and RCPT first", cancellationToken);
            return;
        }

        await Say("354 Go on, end with a lone dot", cancellationToken);
        var (data, isComplete) = await _lines.ReadDataAsync(cancellationToken);
        if (!isComplete)
        {
            return;
        }

        if (data is null)
        {
            await Say(Forget("552 Message is too large"), cancellationToken);
            return;
        }

        var message = mail.Store(_from, _to.ToList(), data);
        await Say(Forget(string.Create(CultureInfo.InvariantCulture, $"250 Stored as {message.Id}")), cancellationToken);
    }

    private async Task AuthenticateAsync(string rest, CancellationToken cancellationToken)
    {
        if (rest.StartsWith("LOGIN", StringComparison.OrdinalIgnoreCase))
        {
            // "Username:" and "Password:"; a client may send the first with the command.
            if (!rest.Contains(' ', StringComparison.Ordinal))
            {
                await Say("334 VXNlcm5hbWU6", cancellationToken);
                await _lines.ReadLineAsync(cancellationToken);
            }

            await Say("334 UGFzc3dvcmQ6", cancellationToken);
            await _lines.ReadLineAsync(cancellationToken);
        }
        else if (rest.Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            await Say("334 ", cancellationToken);
            await _lines.ReadLineAsync(cancellationToken);
        }
        else if (!rest.StartsWith("PLAIN ", StringComparison.OrdinalIgnoreCase))
        {
            await Say("504 Use PLAIN or LOGIN", cancellationToken);
            return;
        }

        await Say("235 Welcome", cancellationToken);
    }

    private string Forget(string answer)
    {
        _from = null;
        _to.Clear();
        return answer;
    }

    /// <summary>The address between the brackets: empty for bounces, null when the syntax is wrong.</summary>
    private static string? Address(string rest, string word, out string[] parameters)
    {
        parameters = [];
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = rest[word.Length..].Trim();
        var end = text.IndexOf('>', StringComparison.Ordinal);
        if (text is not ['<', ..] || end < 0)
        {
            return null;
        }

        parameters = text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return text[1..end];
    }

    private Task Say(string text, CancellationToken cancellationToken) => _lines.WriteAsync(text, cancellationToken);
}
