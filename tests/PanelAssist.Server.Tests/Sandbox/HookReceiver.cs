using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PanelAssist.Server.Tests.Sandbox;

/// <summary>A bot's webhook that answers as the test says and remembers what it got.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HookReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Text, string? Secret)> Got { get; } = new();

    public required Func<string, HttpContext, Task> Answer { get; init; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook");

    public static async Task<HookReceiver> StartAsync(Func<string, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new HookReceiver(builder.Build()) { Answer = answer };
        receiver._app.MapPost("/hook", receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var update = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var text = update.RootElement.TryGetProperty("message", out var message)
            ? message.GetProperty("text").GetString()!
            : update.RootElement.GetProperty("callback_query").GetProperty("data").GetString()!;
        Got.Enqueue((text, http.Request.Headers["X-Telegram-Bot-Api-Secret-Token"]));
        await Answer(text, http);
    }
}
