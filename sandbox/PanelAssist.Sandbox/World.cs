using PanelAssist.Sandbox.Control;
using PanelAssist.Sandbox.Demo;
using PanelAssist.Sandbox.Faults;
using PanelAssist.Sandbox.Http;
using PanelAssist.Sandbox.Journal;
using PanelAssist.Sandbox.Mail;
using PanelAssist.Sandbox.Panels;
using PanelAssist.Sandbox.Telegram;

namespace PanelAssist.Sandbox;

/// <summary>Everything one sandbox plays, and which call goes to whom.</summary>
internal sealed class World : IDisposable
{
    private const string PanelRoot = "/panel/";
    private const string BotRoot = "/telegram/bot";

    // Some clients keep only the host of the root they are given.
    private const string BareBotRoot = "/bot";

    private readonly SandboxOptions _options;
    private readonly CounterpartPipeline _pipeline;

    public World(SandboxOptions options)
    {
        _options = options;
        Faults = new FaultBook(options.Seed);
        Holds = new HoldBook(options.Clock);
        Journal = new RequestJournal(options.Clock, options.Journal);
        Bots = new BotBook(options.Clock, WebhookClient(), options.Seed, options.RememberSent);
        Mail = new MailBook(options.Clock);
        Shop = new ShopPages(options.Clock);
        _pipeline = new CounterpartPipeline(Faults, Holds, Journal, options.Clock);
    }

    public PanelBook Panels { get; } = new();

    public BotBook Bots { get; }

    public FaultBook Faults { get; }

    public HoldBook Holds { get; }

    public RequestJournal Journal { get; }

    public MailBook Mail { get; }

    public ShopPages Shop { get; }

    public TimeProvider Clock => _options.Clock;

    // The hot calls are told apart by hand: routing would cost more than answering them.
    public Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "/";
        if (path.StartsWith(BotRoot, StringComparison.OrdinalIgnoreCase))
        {
            return ServeBotAsync(http, path, BotRoot.Length);
        }

        if (path.StartsWith(BareBotRoot, StringComparison.OrdinalIgnoreCase))
        {
            return ServeBotAsync(http, path, BareBotRoot.Length);
        }

        return path.StartsWith(PanelRoot, StringComparison.OrdinalIgnoreCase) ? ServePanelAsync(http, path) : next(http);
    }

    public void MapControl(WebApplication app)
    {
        app.MapPanelControl(Panels, _options.Clock);
        app.MapFaultControl(Faults, Holds);
        app.MapJournalControl(Journal);
        app.MapTelegramControl(Bots);
        app.MapMailControl(Mail);
        app.MapMailPages(Mail);
        Shop.Map(app);
        app.MapPost("/_control/reset", Answer.Of(_ =>
        {
            Reset();
            return Answer.Ok(new { reset = true });
        }));
    }

    public void Reset()
    {
        Faults.Remove(null);
        Holds.Release(null, null, drop: true);
        Panels.Clear();
        Bots.Clear();
        Journal.Clear();
        Mail.Clear();
    }

    public void Dispose()
    {
        Holds.Release(null, null, drop: true);
        Bots.Dispose();
    }

    private Task ServeBotAsync(HttpContext http, string path, int start)
    {
        var slash = path.IndexOf('/', start);
        var bot = slash < 0 ? null : Bots.Find(path[start..slash]);
        return bot is null
            ? Results.Json(new { ok = false, error_code = 404, description = "Not Found" }, statusCode: 404).ExecuteAsync(http)
            : _pipeline.ServeAsync(http, bot.Api);
    }

    private Task ServePanelAsync(HttpContext http, string path)
    {
        var slash = path.IndexOf('/', PanelRoot.Length);
        var panel = slash < 0 ? null : Panels.Find(path[PanelRoot.Length..slash]);
        var rest = slash < 0 ? "" : path.AsSpan(slash).TrimEnd('/');
        ICounterpart? side = panel is null ? null
            : rest.Equals("/api/v2", StringComparison.OrdinalIgnoreCase) ? panel.Customer
            : rest.StartsWith("/adminapi/v2/", StringComparison.OrdinalIgnoreCase) ? panel.Admin
            : null;
        return side is null
            ? Results.Content("<!DOCTYPE html><html><head><title>404</title></head><body><h1>Page not found</h1></body></html>", SandboxReply.HtmlType, statusCode: 404).ExecuteAsync(http)
            : _pipeline.ServeAsync(http, side);
    }

    // A connection per waiting queue is the webhook's own limit; redirects are not followed, as at Telegram.
    private static HttpClient WebhookClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
