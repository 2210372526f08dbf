using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PanelAssist.Sandbox.Mail;

/// <summary>Quoted-printable, base64, encoded words. Input holds one byte per character.</summary>
internal static partial class MailEncoding
{
    public static string Body(string body, string encoding, string? charset)
    {
        var bytes = encoding.Trim().ToLowerInvariant() switch
        {
            "base64" => Base64(body),
            "quoted-printable" => QuotedPrintable(body, isHeader: false),
            _ => Encoding.Latin1.GetBytes(body),
        };
        return Charset(charset).GetString(bytes);
    }

    public static string Header(string value)
    {
        // The space between two encoded words is not part of the text.
        var joined = Between().Replace(value, "?==?");
        var decoded = Word().Replace(joined, match => Charset(match.Groups["charset"].Value).GetString(
            match.Groups["how"].Value is "b" or "B"
                ? Base64(match.Groups["text"].Value)
                : QuotedPrintable(match.Groups["text"].Value, isHeader: true)));
        // Raw UTF-8 is allowed in headers with SMTPUTF8.
        return decoded.Any(c => c is > '\x7f' and <= '\xff') && !Word().IsMatch(joined)
            ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(decoded))
            : decoded;
    }

    private static byte[] Base64(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), buffer, out var length) ? buffer[..length] : Encoding.Latin1.GetBytes(text);
    }

    private static byte[] QuotedPrintable(string text, bool isHeader)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && text.AsSpan(i + 1).StartsWith("\r\n", StringComparison.Ordinal))
            {
                i += 2;
            }
            else if (text[i] == '=' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add(isHeader && text[i] == '_' ? (byte)' ' : (byte)text[i]);
            }
        }

        return bytes.ToArray();
    }

    private static Encoding Charset(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    [GeneratedRegex(@"=\?(?<charset>[^?*]+)(\*[^?]*)?\?(?<how>[bBqQ])\?(?<text>[^?]*)\?=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex Word();

    [GeneratedRegex(@"\?=\s+=\?", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Between();
}
