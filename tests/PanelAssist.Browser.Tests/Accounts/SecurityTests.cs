using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;
using PanelAssist.Server.Tests.App;
using static Microsoft.Playwright.Assertions;

namespace PanelAssist.Browser.Tests.Accounts;

public sealed class SecurityTests(PanelAssistApp app, Browser browser)
{
    [Fact]
    public async Task With_a_second_factor_the_password_alone_opens_nothing_and_a_code_is_good_once()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Two factors");
        await olga.GoAsync("/app/security");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator app" }).ClickAsync();
        var key = await olga.Page.Locator(".qr + p .code").InnerTextAsync();
        await olga.Page.GetByLabel("Code").FillAsync(CodeOf(key, stepsAhead: 0));
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Switch on" }).ClickAsync();
        await Expect(olga.Page.Locator(".codes li")).ToHaveCountAsync(10);
        var recovery = await olga.Page.Locator(".codes li").First.InnerTextAsync();

        await using var elsewhere = await Person.OpenAsync(app, browser);
        await elsewhere.SignInAsync(olga.Email, Person.Password);
        await Expect(elsewhere.Page.GetByRole(AriaRole.Heading, new() { Name = "One more step" })).ToBeVisibleAsync();
        await EnterAsync(elsewhere, "000000");
        await Expect(elsewhere.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code is not right");
        var next = CodeOf(key, stepsAhead: 1);
        await EnterAsync(elsewhere, next);
        await Expect(elsewhere.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Olga Owner" })).ToBeVisibleAsync();

        await using var thief = await Person.OpenAsync(app, browser);
        await thief.SignInAsync(olga.Email, Person.Password);
        await EnterAsync(thief, next);
        await Expect(thief.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has been used");
        await EnterAsync(thief, recovery);
        await Expect(thief.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello, Olga Owner" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_is_signed_out_from_another_one_and_its_open_page_leaves()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Two browsers");
        await using var elsewhere = await Person.OpenAsync(app, browser);
        await elsewhere.SignInAsync(olga.Email, Person.Password);
        await elsewhere.LiveAsync();
        Assert.Contains("browser it has not been used with", await olga.NextMailAsync(), StringComparison.Ordinal);
        await olga.GoAsync("/app/security");
        await olga.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(elsewhere.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static async Task EnterAsync(Person person, string code)
    {
        await person.Page.GetByLabel("Code").FillAsync(code);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>RFC 6238, as an authenticator computes it.</summary>
    private static string CodeOf(string key, int stepsAhead)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()
            .Select(letter => Convert.ToString(alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + stepsAhead);
#pragma warning disable CA5350 // What authenticators use.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
