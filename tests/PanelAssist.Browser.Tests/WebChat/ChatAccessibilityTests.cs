using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PanelAssist.Browser.Tests.WebChat;

public sealed class ChatAccessibilityTests(Browser browser, ChatSite site) : IClassFixture<ChatSite>
{
    public static TheoryData<string, ColorScheme, int, string> Looks
    {
        get
        {
            var looks = new TheoryData<string, ColorScheme, int, string>();
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                foreach (var width in new[] { 320, 1280 })
                {
                    foreach (var dir in new[] { "ltr", "rtl" })
                    {
                        looks.Add("page", scheme, width, dir);
                        looks.Add("embedded", scheme, width, dir);
                    }
                }
            }

            return looks;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Nobody_is_shut_out(string place, ColorScheme scheme, int width, string dir)
    {
        var connection = site.AddChat();
        await using var context = await browser.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 640 }, ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        var chat = new ChatWindow(page);
        if (place == "page")
        {
            await page.GotoAsync(site.Page(connection, dir == "rtl" ? "?lang=ar" : "?lang=en"));
        }
        else
        {
            await page.GotoAsync(site.Embedded(connection, dir: dir));
            await CheckAsync(page);
            await page.Locator(".launcher").ClickAsync();
        }

        await Expect(page.Locator(".online .panel")).ToBeVisibleAsync();
        await CheckAsync(page);
        await chat.SayAsync("status 1001");
        await Expect(chat.Button("Refill 1001")).ToBeVisibleAsync();
        await CheckAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "It scrolls sideways.");
        Assert.Equal(dir, await page.Locator(".root").EvaluateAsync<string>("root => getComputedStyle(root).direction"));
    }

    [Fact]
    public async Task Without_motion_the_whole_chat_is_there_in_the_frame_that_opens_it()
    {
        await using var context = await browser.OpenAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Embedded(site.AddChat()));
        var hidden = await page.Locator(".launcher").EvaluateAsync<string>("""
            launcher => {
              const panel = launcher.getRootNode().querySelector('.panel');
              getComputedStyle(panel).visibility;
              launcher.click();
              const hidden = [...panel.querySelectorAll('header, header *')].filter(one => getComputedStyle(one).visibility === 'hidden');
              return hidden.map(one => one.tagName).join(' ');
            }
            """);
        Assert.Equal("", hidden);
    }

    [Fact]
    public async Task Everything_that_can_be_pressed_is_large_enough()
    {
        await using var context = await browser.OpenAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Page(site.AddChat()));
        var chat = new ChatWindow(page);
        await chat.SayAsync("status 1001");
        await Expect(chat.Button("Refill 1001")).ToBeVisibleAsync();
        var sizes = await page.Locator("button:visible").EvaluateAllAsync<double[]>("all => all.map(one => Math.min(one.offsetWidth, one.offsetHeight))");
        Assert.All(sizes, size => Assert.InRange(size, 40, 1_000));
    }

    [Theory]
    [InlineData("#ffcc00")]
    [InlineData("#ffffff")]
    [InlineData("#000000")]
    [InlineData("#7f7f7f")]
    public async Task Whatever_colour_an_owner_picks_can_be_read(string color)
    {
        var connection = site.AddChat();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var context = await browser.OpenAsync(new() { ColorScheme = scheme });
            var page = await context.NewPageAsync();
            await page.GotoAsync(site.Embedded(connection, $"data-color=\"{color}\""));
            var chat = new ChatWindow(page);
            await chat.Button("Open chat").ClickAsync();
            await chat.SayAsync("status 1001");
            await Expect(chat.Button("Refill 1001")).ToBeVisibleAsync();
            await CheckAsync(page);
        }
    }

    private static async Task CheckAsync(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions());
        var grave = result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html + " " + string.Join(' ', node.Any.Select(check => check.Message))))}").ToList();

        // Whole, where a collection's own message would be cut.
        Assert.True(grave.Count == 0, string.Join('\n', grave));
    }
}
