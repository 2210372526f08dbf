namespace PanelAssist.Server.Site;

/// <summary>The public pages. For now the first one says where things are.</summary>
internal static class SiteFeature
{
    private const string Home = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>PanelAssist</title>
        <link rel="stylesheet" href="/site.css">
        </head>
        <body>
        <main>
        <h1>PanelAssist</h1>
        <p>Answers the customers of SMM panels about their orders, and acts on them: status, refill, cancel, speed-up, balance.</p>
        <p>This server is running. What it does is reached through its API:</p>
        <ul>
        <li><a href="/docs/api">API reference</a></li>
        <li><a href="/openapi/v1.json">OpenAPI document</a></li>
        <li><a href="/health/ready">Health</a></li>
        </ul>
        </main>
        </body>
        </html>
        """;

    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; background: light-dark(#f7f7fa, #14151a); color: light-dark(#1c1d22, #e9e9ee); }
        main { max-inline-size: 38rem; margin: 12vh auto; padding: 0 1.5rem; }
        h1 { font-size: 2.25rem; letter-spacing: -0.02em; }
        a { color: light-dark(#3d3fc4, #a3a6ff); }
        """;

    public static void MapSite(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return TypedResults.Content(Home, "text/html; charset=utf-8");
        }).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/site.css", () => TypedResults.Content(Style, "text/css; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
    }
}
