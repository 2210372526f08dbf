using System.Globalization;
using System.Net;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Mail;

/// <summary>The mail, for people.</summary>
internal static class MailPages
{
    public static void MapMailPages(this WebApplication app, MailBook mail)
    {
        app.MapGet("/mail", http => WriteAsync(http, "Mail", List(mail)));
        app.MapGet("/mail/{id:long}", http =>
        {
            var id = long.Parse((string)http.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
            return WriteAsync(http, "Mail", mail.Find(id) is { } message ? One(message) : "<p>No such message.</p>");
        });
    }

    private static string List(MailBook mail)
    {
        var rows = mail.Find(null).Reverse().Take(200).Select(m =>
            $"""<tr><td><a href="/mail/{m.Id}">{WebUtility.HtmlEncode(m.Subject.Length == 0 ? "(no subject)" : m.Subject)}</a></td><td>{WebUtility.HtmlEncode(string.Join(", ", m.To))}</td><td><time>{m.At:yyyy-MM-dd HH:mm:ss}</time></td></tr>""");
        var body = string.Concat(rows);
        return body.Length == 0
            ? "<p>No mail yet. What the product sends to anybody arrives here.</p>"
            : $"<table><thead><tr><th>Subject</th><th>To</th><th>Received (UTC)</th></tr></thead><tbody>{body}</tbody></table>";
    }

    private static string One(MailMessage message) =>
        $"""
        <p><a href="/mail">All mail</a></p>
        <h2>{WebUtility.HtmlEncode(message.Subject)}</h2>
        <p class="muted">From {WebUtility.HtmlEncode(message.From)} to {WebUtility.HtmlEncode(string.Join(", ", message.To))}, {message.At:yyyy-MM-dd HH:mm:ss} UTC</p>
        <pre>{WebUtility.HtmlEncode(message.Text.Length == 0 ? message.Html ?? "" : message.Text)}</pre>
        <details><summary>As received</summary><pre>{WebUtility.HtmlEncode(message.Raw)}</pre></details>
        """;

    private static Task WriteAsync(HttpContext http, string title, string body)
    {
        http.Response.ContentType = SandboxReply.HtmlType;
        return http.Response.WriteAsync(SandboxPage.Wrap(title, body), http.RequestAborted);
    }
}
