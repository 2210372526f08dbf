using Microsoft.Playwright;
using PanelAssist.Server.Tests.App;
using static Microsoft.Playwright.Assertions;

namespace PanelAssist.Browser.Tests.Accounts;

public sealed class SignInTests(PanelAssistApp app, Browser browser)
{
    [Fact]
    public async Task A_stranger_becomes_the_owner_of_a_workspace_signs_out_and_comes_back()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Olga's panel");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await olga.GoAsync("/app");
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await olga.SignInAsync(olga.Email, Person.Password);
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Olga Owner" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("short", "too short")]
    [InlineData("password1234567", "easy to guess")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "easy to guess")]
    [InlineData("qwertyuiopasdfgh", "easy to guess")]
    public async Task A_password_that_guessing_begins_with_is_refused_in_words(string password, string words)
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.GoAsync("/signup");
        await olga.Page.GetByLabel("Your name").FillAsync("Olga Owner");
        await olga.Page.GetByLabel("E-mail address").FillAsync(olga.Email);
        await olga.Page.GetByLabel("Password").EvaluateAsync("field => field.removeAttribute('minlength')");
        await olga.Page.GetByLabel("Password").FillAsync(password);
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(words);
        await Expect(olga.Page.GetByLabel("E-mail address")).ToHaveValueAsync(olga.Email);
    }

    [Fact]
    public async Task A_stranger_who_guesses_is_slowed_and_cannot_lock_the_owner_out()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Guessed at");
        await using (var stranger = await Person.OpenAsync(app, browser))
        {
            for (var guess = 0; guess < 10; guess++)
            {
                await stranger.SignInAsync(olga.Email, $"wrong guess {guess}");
                await Expect(stranger.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not right");
            }

            await stranger.SignInAsync(olga.Email, Person.Password);
            await Expect(stranger.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Too many wrong tries");
        }

        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await olga.SignInAsync(olga.Email, Person.Password);
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Olga Owner" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_link_that_works_once_and_ends_every_session()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Forgetful");
        await using var elsewhere = await Person.OpenAsync(app, browser);
        await elsewhere.GoAsync("/forgot");
        await elsewhere.Page.GetByLabel("E-mail address").FillAsync(olga.Email);
        await elsewhere.Page.GetByRole(AriaRole.Button, new() { Name = "Send the link" }).ClickAsync();
        var link = await olga.NextLinkAsync();
        await ResetAsync(elsewhere, link, "violet tractor seldom hums");
        await Expect(elsewhere.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your password is changed");

        // The page that was open is shown the door by itself.
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await ResetAsync(elsewhere, link, "yellow bicycle often sings");
        await Expect(elsewhere.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This link has been used");
        await elsewhere.SignInAsync(olga.Email, "violet tractor seldom hums");
        await Expect(elsewhere.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Olga Owner" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_signs_up_with_a_known_address_learns_nothing_and_its_owner_gets_a_mail()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Known");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await olga.SignUpAsync();
        Assert.Contains("has an account already", await olga.NextMailAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_never_leads_to_another_site(string back)
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Careful");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await olga.GoAsync("/signin?return=" + Uri.EscapeDataString(back));
        await olga.Page.GetByLabel("E-mail address").FillAsync(olga.Email);
        await olga.Page.GetByLabel("Password").FillAsync(Person.Password);
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(olga.Page).ToHaveURLAsync(new Uri(app.Address, "/app").ToString());
    }

    private static async Task ResetAsync(Person person, string link, string password)
    {
        await person.Page.GotoAsync(link);
        await person.Page.GetByLabel("New password").FillAsync(password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Save the password" }).ClickAsync();
    }
}
