using System.Text;

namespace PanelAssist.Sandbox.Mail;

/// <summary>Reads as much of MIME as a person needs: subject, text and HTML, in the usual encodings.</summary>
internal static class MailParser
{
    private const int MaxDepth = 8;

    public static MailMessage Parse(long id, DateTimeOffset at, string from, IReadOnlyList<string> to, byte[] data)
    {
        // Latin-1 keeps every byte as one character until the part's own charset is known.
        var raw = Encoding.Latin1.GetString(data);
        var (headers, body) = Split(raw);
        var found = new Found();
        Read(headers, body, found, 0);
        var subject = headers.GetValueOrDefault("subject", "");
        return new MailMessage(id, at, from, to, MailEncoding.Header(subject), found.Text ?? "", found.Html, headers, Encoding.UTF8.GetString(data));
    }

    private static void Read(Dictionary<string, string> headers, string body, Found found, int depth)
    {
        var type = headers.GetValueOrDefault("content-type", "text/plain");
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && Parameter(type, "boundary") is { } boundary && depth < MaxDepth)
        {
            foreach (var part in Parts(body, boundary))
            {
                var (partHeaders, partBody) = Split(part);
                Read(partHeaders, partBody, found, depth + 1);
            }

            return;
        }

        if (headers.GetValueOrDefault("content-disposition", "").StartsWith("attachment", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var text = MailEncoding.Body(body, headers.GetValueOrDefault("content-transfer-encoding", ""), Parameter(type, "charset"));
        if (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            found.Html ??= text;
        }
        else if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            found.Text ??= text;
        }
    }

    private static (Dictionary<string, string> Headers, string Body) Split(string raw)
    {
        var end = raw.StartsWith("\r\n", StringComparison.Ordinal) ? 0 : raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? raw : raw[..end];
        var body = end < 0 ? "" : raw[(end == 0 ? 2 : end + 4)..];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var unfolded = head.Replace("\r\n\t", " ", StringComparison.Ordinal).Replace("\r\n ", " ", StringComparison.Ordinal);
        foreach (var line in unfolded.Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }
        }

        return (headers, body);
    }

    private static IEnumerable<string> Parts(string body, string boundary)
    {
        var pieces = ("\r\n" + body).Split("\r\n--" + boundary);
        foreach (var piece in pieces.Skip(1))
        {
            if (piece.StartsWith("--", StringComparison.Ordinal))
            {
                yield break;
            }

            var line = piece.IndexOf("\r\n", StringComparison.Ordinal);
            yield return line < 0 ? "" : piece[(line + 2)..];
        }
    }

    private static string? Parameter(string header, string name)
    {
        foreach (var piece in header.Split(';').Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && piece[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return piece[(equals + 1)..].Trim().Trim('"');
            }
        }

        return null;
    }

    private sealed class Found
    {
        public string? Text { get; set; }

        public string? Html { get; set; }
    }
}
