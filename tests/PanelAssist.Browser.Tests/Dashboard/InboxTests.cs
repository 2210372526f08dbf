using Microsoft.Playwright;
using PanelAssist.Browser.Tests.Accounts;
using PanelAssist.Server.Tests.App;
using static Microsoft.Playwright.Assertions;

namespace PanelAssist.Browser.Tests.Dashboard;

public sealed class InboxTests(PanelAssistApp app, Browser browser)
{
    [Fact]
    public async Task A_question_appears_by_itself_a_person_answers_and_hands_back()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        var shop = await app.OpenShopAsync(olga.Email);
        await olga.JoinByInvitationAsync();
        await olga.GoAsync("/app/inbox");
        await Expect(olga.Page.GetByText("No conversations here")).ToBeVisibleAsync();

        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("status 1001");
        await olga.Page.Locator("[data-row]").ClickAsync();
        var log = olga.Page.GetByRole(AriaRole.Log);
        await Expect(log).ToContainTextAsync("Order 1001: in progress");

        await olga.Page.GetByLabel("Reply", new() { Exact = true }).FillAsync("I am looking into it.");
        await olga.Page.Keyboard.PressAsync("Control+Enter");
        Assert.Equal("I am looking into it.", await ana.NextReplyAsync());
        await Expect(log).ToContainTextAsync("I am looking into it.");
        await ana.SaysAsync("<img src=x onerror=alert(1)>");
        await Expect(log).ToContainTextAsync("<img src=x onerror=alert(1)>");
        await Expect(log.Locator("img")).ToHaveCountAsync(0);

        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Hand back" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Button, new() { Name = "Take over" })).ToBeVisibleAsync();
        Assert.StartsWith("Here is what I can do:", await ana.AsksAsync("help"), StringComparison.Ordinal);
        Assert.Equal(3, (await shop.Telegram.CalledAsync("sendMessage")).Count);
    }

    [Fact]
    public async Task A_private_note_is_shown_to_the_team_and_never_sent()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        var shop = await app.OpenShopAsync(olga.Email);
        await olga.JoinByInvitationAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("status 1001");
        await olga.GoAsync("/app/inbox");
        await olga.Page.Locator("[data-row]").ClickAsync();
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Private note" }).ClickAsync();
        await olga.Page.GetByLabel("Private note", new() { Exact = true }).FillAsync("Regular customer, be kind.");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Save the note" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("Regular customer, be kind.");
        Assert.StartsWith("Here is what I can do:", await ana.AsksAsync("help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inbox_is_worked_with_the_keyboard_alone()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        var shop = await app.OpenShopAsync(olga.Email);
        await olga.JoinByInvitationAsync();
        await (await shop.LinkedInTelegramAsync()).AsksAsync("status 1001");
        await olga.GoAsync("/app/inbox");
        await Expect(olga.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await olga.Page.Locator("h1").FocusAsync();
        await olga.Page.Keyboard.PressAsync("j");
        await olga.Page.Keyboard.PressAsync("Enter");
        await Expect(olga.Page.GetByRole(AriaRole.Button, new() { Name = "Take over" })).ToBeVisibleAsync();
        await olga.Page.Locator("#talk-title").ClickAsync();
        await olga.Page.Keyboard.PressAsync("a");
        await Expect(olga.Page.GetByRole(AriaRole.Button, new() { Name = "Hand back" })).ToBeVisibleAsync();
        await olga.Page.Keyboard.PressAsync("r");
        await olga.Page.Keyboard.TypeAsync("ahe, typed into the field");
        await Expect(olga.Page.GetByLabel("Reply", new() { Exact = true })).ToHaveValueAsync("ahe, typed into the field");
        await Expect(olga.Page.GetByRole(AriaRole.Button, new() { Name = "Hand back" })).ToBeVisibleAsync();
    }
}
