using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Limits;

namespace PanelAssist.Server.Tests.Limits;

/// <summary>What stands before every route, with routes that only say whom they see.</summary>
internal sealed class GateHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GateHost(WebApplication app) => (_app, Http) = (app, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });

    public HttpClient Http { get; }

    public static async Task<GateHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Name, pair => (string?)pair.Value, StringComparer.Ordinal));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddLimits(builder.Configuration);
        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseAddressLimits();
        app.MapGet("/seen", (HttpContext context) => $"{context.Request.Scheme} {context.Connection.RemoteIpAddress}");
        app.MapGet("/call", () => "called").LimitCalls();
        app.MapGet("/sign-in", () => "tried").LimitSignIns();
        await app.StartAsync();
        return new GateHost(app);
    }

    public async Task<string> SeenAsync(params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync("/seen", headers);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> StatusAsync(string path, params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(path, headers);
        return (int)answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
