using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Channels.WebChat;
using PanelAssist.Server.Tests.Channels.WebChat;

namespace PanelAssist.Browser.Tests.WebChat;

/// <summary>The chat's server and, on an origin of its own, an owner's site that embeds it. Every address of these tests comes from here.</summary>
public sealed class ChatSite : IAsyncLifetime
{
    private WebChatHost? _host;
    private WebApplication? _shop;

    internal FakeSpine Spine => Host.Spine;

    private WebChatHost Host => _host ?? throw new InvalidOperationException("The site is not running.");

    private string Shop => (_shop ?? throw new InvalidOperationException("The site is not running.")).Urls.First();

    public async ValueTask InitializeAsync()
    {
        _host = await WebChatHost.StartAsync();
        Spine.Answers = payload => payload.Text switch
        {
            "status 1001" => new(
                "Order 1001 is completed.\nRemaining: 0 of 1,000\nhttps://panel.example/orders/1001.",
                [new ReplyButton("Refill 1001", "refill 1001"), new ReplyButton("Cancel 1001", "cancel 1001")]),
            "silence" => null,
            _ => new($"You wrote: {payload.Text}", []),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _shop = builder.Build();
        _shop.MapGet("/{chat:guid}", (Guid chat, string? attributes, string? dir, HttpContext context) =>
        {
            // As strict as an owner's site may be: nothing inline, and the chat's origin allowed by name.
            var chatOrigin = Host.Address.GetLeftPart(UriPartial.Authority);
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src {chatOrigin}; connect-src {chatOrigin} {chatOrigin.Replace("http", "ws", StringComparison.Ordinal)}; img-src data:";
            return Results.Content(
                $"""
                <!doctype html><html lang="{(dir == "rtl" ? "ar" : "en")}" dir="{dir ?? "ltr"}"><head><title>My panel</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
                <body><main><h1>My panel</h1><p><a href="#orders">Orders</a></p></main>
                <script src="{Host.Address}widget.js" data-connection="{chat}" {attributes} async></script></body></html>
                """,
                "text/html; charset=utf-8");
        });
        await _shop.StartAsync();
    }

    internal ChannelConnectionView AddChat() => Spine.AddChat($$"""{"title":"Boost support","allowedOrigins":["{{Shop}}"]}""");

    internal string Page(ChannelConnectionView chat, string suffix = "") => $"{Host.Address}chat/{chat.Id}{suffix}";

    internal string Embedded(ChannelConnectionView chat, string attributes = "", string dir = "ltr") =>
        $"{Shop}/{chat.Id}?dir={dir}&attributes={Uri.EscapeDataString(attributes)}";

    internal static string SignedFragment(ChannelConnectionView chat, string user, string name)
    {
        var expires = TimeProvider.System.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds();
        return $"#user={user}&name={Uri.EscapeDataString(name)}&expires={expires}&signature={SignedIdentity.Sign(chat.HookSecret, user, name, expires)}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_shop is not null)
        {
            await _shop.DisposeAsync();
        }

        await Host.DisposeAsync();
    }
}

/// <summary>What a customer sees and does in the chat, whether embedded or on its own page.</summary>
internal sealed class ChatWindow(IPage page)
{
    public IPage Page => page;

    public ILocator Field => page.GetByRole(AriaRole.Textbox);

    public ILocator Log => page.GetByRole(AriaRole.Log);

    public ILocator Bubbles => page.Locator(".row[class*=' '] .bubble:visible");

    public async Task SayAsync(string text)
    {
        await Field.FillAsync(text);
        await Field.PressAsync("Enter");
    }

    public ILocator Bubble(string text) => Bubbles.Filter(new() { HasText = text });

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
