using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using PanelAssist.Sandbox;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tests.App;

[assembly: AssemblyFixture(typeof(PanelAssistApp))]

namespace PanelAssist.Server.Tests.App;

/// <summary>
/// The whole product beside the outside world it talks to. Tests drive it as customers, owners and channels do: HTTP in, and
/// the sandbox's control calls for what came out. One is shared by all tests; each makes its own tenant, panel and people in it.
/// </summary>
public sealed class PanelAssistApp : IAsyncLifetime
{
    public const string OperatorToken = "operator-token-for-tests";

    private readonly (string Name, string Value)[] _settings;
    private SandboxServer _sandbox = null!;
    private RunningProduct _product = null!;
    private int _numbers;

    public PanelAssistApp()
        : this([])
    {
    }

    private PanelAssistApp((string Name, string Value)[] settings) => _settings = settings;

    public Uri Address => _product.Address;

    public SandboxControl Outside { get; private set; } = null!;

    /// <summary>Everything mapped, for the tests of who may call it.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => _product.Routes;

    /// <summary>Many calls at once share its connections.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Another instance of the product, for settings the shared one cannot have.</summary>
    public static async Task<PanelAssistApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var app = new PanelAssistApp(settings);
        await app.InitializeAsync();
        return app;
    }

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions(), CancellationToken.None);
        Outside = new SandboxControl(_sandbox.BaseAddress);
        _product = await RunningProduct.StartAsync(_sandbox, _settings);
        Http.BaseAddress = _product.Address;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _product.DisposeAsync();
        Outside.Dispose();
        await _sandbox.DisposeAsync();
    }

    /// <summary>A number that no other test has: for chats, bots, names.</summary>
    public int FreshNumber() => Interlocked.Increment(ref _numbers);

    public async Task<Owner> CreateTenantAsync(string ownerEmail = "owner@example.org")
    {
        var number = FreshNumber();
        var (status, body) = await SendAsync(HttpMethod.Post, "/api/v1/tenants", OperatorToken, new { name = $"Shop {number}", ownerEmail });
        Assert.True(status is 201, body.ToString());
        return new Owner(this, body.GetProperty("id").GetGuid(), body.GetProperty("apiToken").GetString()!);
    }

    /// <summary>An owner with a panel, a Telegram bot and a web chat, ready for customers.</summary>
    public async Task<Shop> OpenShopAsync(string ownerEmail = "owner@example.org")
    {
        var owner = await CreateTenantAsync(ownerEmail);
        var panel = await PlayedPanel.OpenAsync(this);
        var panelId = await owner.ConnectPanelAsync(panel);
        return new Shop(this, owner, panel, panelId, await owner.ConnectTelegramAsync(panelId), await owner.ConnectWebChatAsync(panelId));
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>The sum of a counter over its labels, as a monitor reads it.</summary>
    public async Task<double> MetricAsync(string name) =>
        (await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken))
            .Split('\n')
            .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split("} ")[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).First(part => char.IsAsciiDigit(part[0])), CultureInfo.InvariantCulture));

    /// <summary>Waits until a counter has passed a value; what a monitor reads may be a third of a second old.</summary>
    public async Task MetricPassesAsync(string name, double value)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await MetricAsync(name) <= value)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds < SandboxControl.PatienceMs, $"{name} stays at {value}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Looks over a tenant's conversations as a live list of the same process does, until disposed.</summary>
    public IDisposable Watch(Guid tenant, Action<Guid, long> onChange) => _product.Changes.Subscribe(new TenantId(tenant), hint => onChange(hint.Conversation, hint.Version));

    /// <summary>Everything the embedded database has on disk; null on PostgreSQL.</summary>
    public byte[]? StoredBytes() => _product.StoredBytes();
}
