using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Browser.Tests.Accounts;

/// <summary>Every public page and the dashboard's, light and dark, left to right and right to left, wide and narrow.</summary>
public sealed class PageTests(PanelAssistApp app, Browser browser)
{
    private static readonly string[] Public = ["/", "/signin", "/signin/code", "/signup", "/forgot", "/reset?account=1&token=2", "/confirm?account=1&token=2", "/invitation?secret=1", "/not-found"];
    private static readonly string[] Members = ["/app", "/app/inbox", "/app/team", "/app/security", "/app/welcome"];

    public static TheoryData<ColorScheme, string, int> Looks => new MatrixTheoryData<ColorScheme, string, int>([ColorScheme.Light, ColorScheme.Dark], ["en", "ar"], [360, 1280]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Nobody_is_shut_out(ColorScheme scheme, string language, int width)
    {
        await using var olga = await Person.OpenAsync(app, browser, new() { ColorScheme = scheme, Locale = "en", ViewportSize = new() { Width = width, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });
        await olga.BecomeOwnerAsync("Everyone's");
        foreach (var path in Public.Concat(Members))
        {
            await olga.Page.Context.AddCookiesAsync([new() { Name = ".AspNetCore.Culture", Value = Uri.EscapeDataString($"c={language}|uic={language}"), Url = app.Address.ToString() }]);
            await olga.GoAsync(path);
            Assert.Equal(language is "ar" ? "rtl" : "ltr", await olga.Page.EvaluateAsync<string>("document.documentElement.dir"));
            Assert.True(await olga.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} scrolls sideways.");
            var result = await olga.Page.RunAxe(new AxeRunOptions());
            var grave = result.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{path}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ToList();
            Assert.True(grave.Count == 0, string.Join('\n', grave));
        }
    }
}
