using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PanelAssist.Server.Tests.Panels;

/// <summary>A panel over real HTTP that answers as the test says and remembers what it was asked.</summary>
internal sealed class FakePanel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakePanel(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<PanelCall> Calls { get; } = new();

    /// <summary>How the panel answers; by default it knows every order.</summary>
    public Func<PanelCall, HttpContext, Task> Answer { get; set; } = (call, http) => http.Response.WriteAsync(call.Path.StartsWith("/adminapi", StringComparison.Ordinal)
        ? PanelReplies.AdminOrders(call.Ids)
        : PanelReplies.CustomerOrders(call.Ids));

    public static async Task<FakePanel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var panel = new FakePanel(app);
        app.Run(panel.HandleAsync);
        await app.StartAsync();
        panel.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return panel;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(body);
        var list = (string?)form.GetValueOrDefault("orders") ?? (string?)form.GetValueOrDefault("order") ?? (string?)http.Request.Query["ids"] ?? "";
        var call = new PanelCall(
            http.Request.Method,
            http.Request.Path.Value!,
            (string?)form.GetValueOrDefault("action") ?? "",
            list.Split(',', StringSplitOptions.RemoveEmptyEntries),
            http.Request.QueryString.Value!,
            body,
            (string?)http.Request.Headers["X-Api-Key"] ?? (string?)form.GetValueOrDefault("key") ?? "");
        Calls.Enqueue(call);
        await Answer(call, http);
    }
}

internal sealed record PanelCall(string Method, string Path, string Action, string[] Ids, string Query, string Body, string Key);
