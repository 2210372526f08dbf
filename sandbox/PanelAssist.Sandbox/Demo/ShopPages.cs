using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using PanelAssist.Sandbox.Control;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Demo;

/// <summary>The demo owner's own web shop: a site that knows its customer and vouches for her to the web chat.</summary>
internal sealed class ShopPages(TimeProvider clock)
{
    private const string DisplayName = "Ana";

    private static readonly TimeSpan IdentityLife = TimeSpan.FromHours(24);

    private (Uri Server, DemoState State)? _demo;

    public void Open(Uri server, DemoState state) => _demo = (server, state);

    public void Map(WebApplication app)
    {
        app.MapGet("/", http =>
        {
            http.Response.Redirect("/shop");
            return Task.CompletedTask;
        });
        app.MapGet("/shop", http => WriteAsync(http, Front()));
        app.MapGet("/shop/widget", http => WriteAsync(http, WithWidget()));
    }

    /// <summary>Lower-case hex of HMAC-SHA256 over user, name and expiry, one a line, with the channel's secret.</summary>
    public static string Sign(string secret, string user, string name, long expires)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"{user}\n{name}\n{expires}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message)));
    }

    private string Front()
    {
        if (_demo is not var (server, state))
        {
            return Closed();
        }

        var (expires, signature) = Identity(state);
        var address = string.Create(CultureInfo.InvariantCulture,
            $"{server.ToString().TrimEnd('/')}/chat/{state.WebChannelId}#user={DemoPanel.Customer}&name={DisplayName}&expires={expires}&signature={signature}");
        return SandboxPage.Wrap("Peer & Pixel", $"""
            <p class="muted">An invented shop for social media services. It stands for the site of a panel's owner.</p>
            <p>Ana is signed in here. The shop vouches for her with a signature, so the chat knows her orders from the first word.</p>
            <p><a class="button" href="{address.Replace("&", "&amp;", StringComparison.Ordinal)}">Enter as the demo customer</a></p>
            <p>Or open the same chat <a href="/shop/widget">as a widget inside this shop</a>.</p>
            {Offers()}
            <h2>Try</h2>
            <p><code>status 1001</code> <code>refill 1002 1003</code> <code>cancel 1004</code></p>
            """);
    }

    private string WithWidget()
    {
        if (_demo is not var (server, state))
        {
            return Closed();
        }

        var (expires, signature) = Identity(state);
        var script = string.Create(CultureInfo.InvariantCulture,
            $"""<script src="{server.ToString().TrimEnd('/')}/widget.js" data-connection="{state.WebChannelId}" data-user="{DemoPanel.Customer}" data-name="{DisplayName}" data-expires="{expires}" data-signature="{signature}" async></script>""");
        return SandboxPage.Wrap("Peer & Pixel", $"""
            <p class="muted">The chat sits in the corner of this page. <a href="/shop">Back to the shop</a></p>
            {Offers()}
            """, script);
    }

    private (long Expires, string Signature) Identity(DemoState state)
    {
        var expires = (clock.GetUtcNow() + IdentityLife).ToUnixTimeSeconds();
        return (expires, Sign(state.WebHookSecret, DemoPanel.Customer, DisplayName, expires));
    }

    private static string Offers() =>
        $"""<section class="cards" aria-label="Services">{string.Concat(DemoServices.Showcase().Select(Card))}</section>""";

    private static string Card(ServiceSeed service) => string.Create(CultureInfo.InvariantCulture,
        $"""<div class="card"><b>{WebUtility.HtmlEncode(service.Name)}</b><span class="muted">{service.Category}, ${service.Rate} per 1000</span></div>""");

    private static string Closed() => SandboxPage.Wrap("Peer & Pixel", "<p>The shop is closed: start the sandbox with <code>--demo URL --operator-token TOKEN</code>.</p>");

    private static Task WriteAsync(HttpContext http, string html)
    {
        http.Response.ContentType = SandboxReply.HtmlType;
        return http.Response.WriteAsync(html, http.RequestAborted);
    }
}
