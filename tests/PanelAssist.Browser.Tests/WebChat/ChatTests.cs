using Microsoft.Playwright;
using PanelAssist.Server.Conversations;
using static Microsoft.Playwright.Assertions;

namespace PanelAssist.Browser.Tests.WebChat;

public sealed class ChatTests(Browser browser, ChatSite site) : IClassFixture<ChatSite>
{
    [Fact]
    public async Task A_customer_asks_and_is_answered_on_the_stand_alone_page()
    {
        await using var context = await browser.OpenAsync();
        var chat = await OpenAsync(context, site.Page(site.AddChat()));
        await Expect(chat.Log).ToContainTextAsync("automated assistant");
        await chat.SayAsync("status 1001");
        await Expect(chat.Bubble("Order 1001 is completed.")).ToBeVisibleAsync();
        await Expect(chat.Page.Locator(".row.mine.received")).ToHaveCountAsync(1);
        var link = chat.Page.GetByRole(AriaRole.Link, new() { Name = "https://panel.example/orders/1001" });
        await Expect(link).ToHaveAttributeAsync("href", "https://panel.example/orders/1001");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow ugc");
        await chat.Button("Refill 1001").ClickAsync();
        await Expect(chat.Bubble("You wrote: refill 1001")).ToBeVisibleAsync();
        await Expect(chat.Button("Refill 1001")).ToBeDisabledAsync();
        await chat.Button("Talk to a human").ClickAsync();
        await Expect(chat.Bubble("You wrote: human")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Embedded_in_a_strict_site_it_is_worked_by_keyboard_alone()
    {
        var connection = site.AddChat();
        await using var context = await browser.OpenAsync();
        var page = await context.NewPageAsync();
        var faults = Faults(page);
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(site.Embedded(connection));
        var chat = new ChatWindow(page);
        await Expect(chat.Button("Open chat")).ToBeVisibleAsync();

        // Nothing is asked or stored before the customer opens it.
        Assert.DoesNotContain(requests, url => url.Contains("/chat/", StringComparison.Ordinal));
        Assert.Equal(0, await page.EvaluateAsync<int>("sessionStorage.length + localStorage.length"));

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(chat.Button("Open chat")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(chat.Field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("status");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("1001");
        await page.Keyboard.PressAsync("Enter");
        await Expect(chat.Bubble("You wrote: status\n1001")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("status 1001");
        await page.Keyboard.PressAsync("Enter");
        await Expect(chat.Button("Refill 1001")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(chat.Button("Talk to a human")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(chat.Button("Cancel 1001")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Space");
        await Expect(chat.Bubble("You wrote: refill 1001")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(chat.Button("Open chat")).ToBeFocusedAsync();
        await Expect(chat.Log).ToBeHiddenAsync();
        Assert.Equal(1, await page.EvaluateAsync<int>("sessionStorage.length"));
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + document.cookie.length"));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task An_answer_to_a_closed_chat_is_counted_on_its_button()
    {
        var connection = site.AddChat();
        await using var context = await browser.OpenAsync();
        var chat = await OpenAsync(context, site.Embedded(connection));
        await chat.Button("Open chat").ClickAsync();
        await chat.SayAsync("silence");
        await Expect(chat.Page.Locator(".row.mine.received")).ToHaveCountAsync(1);
        await chat.Page.Keyboard.PressAsync("Escape");
        site.Spine.Say(connection.Id, VisitorOf(connection.Id), "still there?");
        await Expect(chat.Button("Open chat, 1 unread")).ToBeVisibleAsync();
        await chat.Page.ReloadAsync();
        await chat.Button("Open chat").Or(chat.Page.GetByRole(AriaRole.Button, new() { Name = "Open chat, " })).ClickAsync();
        await Expect(chat.Bubble("still there?")).ToBeVisibleAsync();
        await Expect(chat.Bubbles).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_signed_customer_leaves_no_sign_in_behind_in_the_address()
    {
        var connection = site.AddChat();
        site.Spine.Say(connection.Id, "user:alice", "Welcome back, Alice");
        await using var context = await browser.OpenAsync();
        var chat = await OpenAsync(context, site.Page(connection, Signed(connection)));
        await Expect(chat.Bubble("Welcome back, Alice")).ToBeVisibleAsync();
        Assert.Equal(site.Page(connection), chat.Page.Url);
        await chat.Page.ReloadAsync();
        await Expect(chat.Bubble("Welcome back, Alice")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_false_sign_in_gets_words_and_a_way_on()
    {
        await using var context = await browser.OpenAsync();
        var chat = await OpenAsync(context, site.Page(site.AddChat(), "#user=alice&name=A&expires=4000000000&signature=00"));
        await Expect(chat.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("sign-in has ended");
        await chat.Button("Continue as a guest").ClickAsync();
        await chat.SayAsync("hello");
        await Expect(chat.Bubble("You wrote: hello")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_a_lost_connection_everything_arrives_once_and_in_order()
    {
        var connection = site.AddChat();
        await using var context = await browser.OpenAsync();
        var page = await context.NewPageAsync();
        IWebSocketRoute? live = null;
        await page.RouteWebSocketAsync("**/socket", route =>
        {
            live = route;
            route.ConnectToServer();
        });
        await page.GotoAsync(site.Page(connection));
        var chat = new ChatWindow(page);
        await chat.SayAsync("one");
        await Expect(chat.Bubble("You wrote: one")).ToBeVisibleAsync();

        await context.SetOfflineAsync(true);
        await live!.CloseAsync();
        site.Spine.Say(connection.Id, VisitorOf(connection.Id), "said meanwhile");
        await chat.SayAsync("two");
        await chat.SayAsync("three");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("reconnecting");
        await Expect(page.Locator(".row.mine.sending")).ToHaveCountAsync(2);
        await context.SetOfflineAsync(false);
        await Expect(chat.Bubble("You wrote: three")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToBeHiddenAsync();
        string[] expected = ["one", "You wrote: one", "said meanwhile", "two", "You wrote: two", "three", "You wrote: three"];
        Assert.Equal(expected, await chat.Bubbles.AllTextContentsAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Where_sockets_are_forbidden_plain_http_does()
    {
        await using var context = await browser.OpenAsync();
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync("window.WebSocket = class { constructor() { throw new Error('forbidden'); } }");
        await page.GotoAsync(site.Page(site.AddChat()));
        var chat = new ChatWindow(page);
        for (var i = 1; i <= 3; i++)
        {
            await chat.SayAsync($"m{i}");
        }

        await Expect(chat.Bubble("You wrote: m3")).ToBeVisibleAsync();
        string[] expected = ["m1", "You wrote: m1", "m2", "You wrote: m2", "m3", "You wrote: m3"];
        Assert.Equal(expected, await chat.Bubbles.AllTextContentsAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_an_attacker_writes_is_shown_as_text()
    {
        string[] attacks =
        [
            "<script>window.pwned=1</script>", "<img src=x onerror=window.pwned=1>", "\"><svg onload=window.pwned=1>", "javascript:window.pwned=1",
            "https://a.example/\"onmouseover=\"window.pwned=1", "https://a.example/<img src=x onerror=window.pwned=1>", "</style><script>window.pwned=1</script>",
            "{{constructor.constructor('window.pwned=1')()}}", "<iframe srcdoc='<script>parent.pwned=1</script>'>", "[x](javascript:window.pwned=1)",
        ];
        var connection = site.AddChat();
        await using var context = await browser.OpenAsync();
        var page = await context.NewPageAsync();
        var faults = Faults(page);
        await page.GotoAsync(site.Page(connection, Signed(connection)));
        var chat = new ChatWindow(page);
        foreach (var attack in attacks)
        {
            site.Spine.Say(connection.Id, "user:alice", attack, new Engine.Replies.ReplyButton(attack, "help"));
            site.Spine.Of(connection.Id, "user:alice").Append(MessageDirection.Incoming, MessageAuthor.Contact, attack);
        }

        await Expect(chat.Bubbles).ToHaveCountAsync(attacks.Length * 2);
        Assert.Equal(attacks.SelectMany(attack => new[] { attack, attack }), await chat.Bubbles.AllTextContentsAsync(), StringComparer.Ordinal);
        Assert.False(await page.EvaluateAsync<bool>("'pwned' in window"));
        Assert.Equal(0, await page.Locator(".log img, .log script, .log iframe, .log a:not([href^='https://a.example/'])").CountAsync());
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_site_that_is_not_listed_is_told_so()
    {
        var connection = site.AddChat();
        site.Spine.Put(connection with { SettingsJson = "{}" });
        await using var context = await browser.OpenAsync();
        var chat = await OpenAsync(context, site.Embedded(connection));
        await chat.Button("Open chat").ClickAsync();

        // Without a CORS answer the page cannot tell a refusal from a dead line.
        await Expect(chat.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        Assert.DoesNotContain(site.Spine.Stored, stored => stored.Connection == connection.Id);
    }

    private static string Signed(Server.Channels.ChannelConnectionView connection) => ChatSite.SignedFragment(connection, "alice", "Alice");

    private static async Task<ChatWindow> OpenAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        return new(page);
    }

    private static List<string> Faults(IPage page)
    {
        var faults = new List<string>();
        page.PageError += (_, fault) => faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                faults.Add(message.Text);
            }
        };
        return faults;
    }

    private string VisitorOf(Guid connection) =>
        site.Spine.Stored.First(stored => stored.Connection == connection).EventId is var id ? id[..id.LastIndexOf(':')] : "";
}
