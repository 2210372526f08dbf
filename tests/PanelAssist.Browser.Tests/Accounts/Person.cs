using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PanelAssist.Server.Tests.App;
using static Microsoft.Playwright.Assertions;

namespace PanelAssist.Browser.Tests.Accounts;

/// <summary>Somebody at a browser, with an address nobody else has, reading their mail.</summary>
internal sealed partial class Person(PanelAssistApp app, IBrowserContext context, IPage page) : IAsyncDisposable
{
    public const string Password = "plum saddle orbit ninety";

    private int _mails;

    public string Email { get; } = $"person{app.FreshNumber()}@example.org";

    public IPage Page => page;

    public static async Task<Person> OpenAsync(PanelAssistApp app, Browser browser, BrowserNewContextOptions? options = null)
    {
        var context = await browser.OpenAsync(options);
        return new Person(app, context, await context.NewPageAsync());
    }

    public async Task GoAsync(string path)
    {
        await page.GotoAsync(new Uri(app.Address, path).ToString());
        if (await page.Locator(".shell").CountAsync() > 0)
        {
            await LiveAsync();
        }
    }

    /// <summary>Once the page is live: before that it takes no words and no clicks.</summary>
    public Task LiveAsync() => page.Locator(".shell[data-live=yes]").WaitForAsync();

    public async Task SignUpAsync()
    {
        await GoAsync("/signup");
        await page.GetByLabel("Your name").FillAsync("Olga Owner");
        await page.GetByLabel("E-mail address").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(Email);
    }

    public async Task BecomeOwnerAsync(string workspace)
    {
        await SignUpAsync();
        await page.GotoAsync(await NextLinkAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm and go on" }).ClickAsync();
        await page.GetByLabel("Name of the workspace").FillAsync(workspace);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the workspace" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Olga Owner" })).ToBeVisibleAsync();
    }

    /// <summary>Signs up with the address an invitation was sent to, and joins.</summary>
    public async Task JoinByInvitationAsync()
    {
        var invitation = await NextLinkAsync();
        await SignUpAsync();
        await page.GotoAsync(await NextLinkAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm and go on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Name your workspace" })).ToBeVisibleAsync();
        await page.GotoAsync(invitation);
        await page.GetByRole(AriaRole.Button, new() { Name = "Join the workspace" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Olga Owner" })).ToBeVisibleAsync();
    }

    public async Task SignInAsync(string email, string password)
    {
        await GoAsync("/signin");
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>The link in the next mail to come.</summary>
    public async Task<string> NextLinkAsync() => Link().Match(await NextMailAsync()).Value;

    public async Task<string> NextMailAsync()
    {
        var mails = await app.Outside.MailAsync(Email, waitFor: ++_mails);
        Assert.True(mails.Count >= _mails, $"Mail {_mails} to {Email} did not come.");
        return mails[_mails - 1].GetProperty("text").GetString()!;
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    [GeneratedRegex(@"http://\S+\?\S+", RegexOptions.None, 1_000)]
    private static partial Regex Link();
}
