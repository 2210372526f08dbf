using PanelAssist.Bench.Processes;

namespace PanelAssist.Bench.Stubs;

/// <summary>Everything around a bot, on one port of this process: the panel and the Bot API.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Outside(WebApplication app, PanelJournal panel, TelegramStub telegram, int port)
    {
        _app = app;
        Panel = panel;
        Telegram = telegram;
        Port = port;
    }

    public PanelJournal Panel { get; }

    public TelegramStub Telegram { get; }

    public int Port { get; }

    public Uri BaseUrl => new($"http://127.0.0.1:{Port}/");

    /// <summary>At the root, as the real one: telegraf drops any path it is given.</summary>
    public string TelegramApi => BaseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>What an owner would type as the panel's address; the API paths follow it.</summary>
    public string PanelUrl => new Uri(BaseUrl, "panel/bench").ToString();

    public string PanelCustomerApi => new Uri(BaseUrl, PanelStub.CustomerPath).ToString();

    public static async Task<Outside> StartAsync(int port, TimeSpan panelDelay)
    {
        var app = BareServer.Build(port);
        var journal = new PanelJournal();
        var telegram = new TelegramStub();
        var placed = TimeProvider.System.GetUtcNow().AddDays(-2);
        var panel = new PanelStub(journal, new PanelAnswers(journal, placed), panelDelay);
        app.Run(async context =>
        {
            if (!await telegram.TryAnswerAsync(context) && !await panel.TryAnswerAsync(context))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        });
        await app.StartAsync();
        return new Outside(app, journal, telegram, port);
    }

    public async ValueTask DisposeAsync()
    {
        Telegram.Arrived = null;
        await _app.DisposeAsync();
    }
}
