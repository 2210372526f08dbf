using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PanelAssist.Browser.Tests.Browser))]

namespace PanelAssist.Browser.Tests;

/// <summary>One Chromium for all tests; each test opens a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = Flags,
        });
    }

    public Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null) =>
        (_browser ?? throw new InvalidOperationException("The browser is not running.")).NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
