using System.Text.Encodings.Web;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>The stand-alone page: a frame for the same script that sites embed.</summary>
internal static class WebChatPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors ";

    public static async Task<IResult> ShowAsync(string connectionId, HttpContext context, WebChatServices services)
    {
        var visit = Guid.TryParse(connectionId, out var id) ? await WebChatDoor.FindAsync(services, id, context.RequestAborted) : null;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy + (visit is null ? "'none'" : WebChatOrigins.FrameAncestors(visit.Settings));
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers.CacheControl = "no-store";
        return visit is null
            ? TypedResults.Content(Missing, "text/html; charset=utf-8", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Content(Page(visit), "text/html; charset=utf-8");
    }

    // The script is named relative to the page, so that a path prefix in front of the product does no harm.
    private static string Page(WebChatVisit visit)
    {
        var title = HtmlEncoder.Default.Encode(visit.Settings.Title);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
              <meta name="color-scheme" content="light dark">
              <meta name="robots" content="noindex">
              <title>{title}</title>
              <link rel="icon" href="data:,">
              <script src="../widget.js" data-connection="{visit.Connection.Id:D}" data-mode="page" data-title="{title}" data-color="{visit.Settings.Color}" defer></script>
            </head>
            <body>
              <noscript><main><h1>{title}</h1><p>This chat needs JavaScript. Please allow it for this page, then reload.</p></main></noscript>
            </body>
            </html>
            """;
    }

    private const string Missing = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>No chat here</title>
          <link rel="icon" href="data:,">
          <script src="../widget.js" data-mode="missing" defer></script>
        </head>
        <body>
          <main>
            <h1>There is no chat at this address</h1>
            <p>The link may be incomplete, or the chat may have been switched off. Please go back to the site that sent you here and open the chat again.</p>
          </main>
        </body>
        </html>
        """;
}
