using System.Security.Cryptography;

namespace PanelAssist.Server.Site;

/// <summary>The headers of every page: scripts only of our own and with this answer's number, no frames, nothing guessed, nothing leaked by links.</summary>
internal static class PageSecurity
{
    private const string NonceItem = "pa:nonce";

    public static string Nonce(HttpContext context) =>
        (string)(context.Items[NonceItem] ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    public static IApplicationBuilder UsePageSecurity(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            }

            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true && headers.ContentSecurityPolicy.Count == 0)
            {
                headers.ContentSecurityPolicy =
                    $"default-src 'none'; script-src 'self' 'nonce-{Nonce(context)}'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
                headers["Referrer-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
