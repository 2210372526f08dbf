using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PanelAssist.Server.Accounts;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Panels.Calls;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Api;

/// <summary>The tenancy and management API alone, on a real socket and an embedded database of its own; panels, channels and conversations behind it are played.</summary>
public sealed class ManagementApiHost : IAsyncLifetime
{
    public const string OperatorToken = "operator-token-for-tests";

    private readonly string _directory = Directory.CreateTempSubdirectory("panelassist-").FullName;
    private WebApplication _app = null!;
    private int _tenants;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    public CapturedLog Log { get; } = new();

    public HttpClient Anonymous => Client(token: null);

    public HttpClient Operator => Client(OperatorToken);

    public IReadOnlyList<RouteEndpoint> ApiRoutes =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))];

    internal PlayedGrains Grains { get; } = new();

    internal PlayedTelegram Telegram { get; } = new();

    internal IServiceProvider Services => _app.Services;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Bootstrap:OperatorToken"] = OperatorToken,
            ["Storage:DataDirectory"] = _directory,
            ["Roles"] = "bot",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log);

        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddTenancy(builder.Configuration);
        builder.Services.AddAccounts(builder.Configuration);
        builder.Services.AddAudit(builder.Configuration);
        builder.Services.AddManagementApi();
        builder.Services.AddConversations(builder.Configuration);
        builder.Services.AddActions(builder.Configuration);
        builder.Services.AddPanels(builder.Configuration);
        builder.Services.AddOutbox(builder.Configuration);
        builder.Services.AddHttpClient(PanelHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => new PlayedPanel());
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(Grains.Factory);
        builder.Services.AddSingleton<IChannelSetup>(Telegram);

        _app = builder.Build();
        await _app.Services.GetRequiredService<StoragePreparation>().StartAsync(CancellationToken.None);
        _app.UseApiProblems();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapManagementApi();
        _app.MapGet("/api/broken", (HttpContext _) => throw new InvalidOperationException("inside")).AllowAnonymous();
        _app.MapGet("/forgotten", () => "a route that nobody gave a policy");
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public IReadOnlyList<string> DatabaseFiles => Directory.GetFiles(_directory, "panelassist.db*");

    public async Task FlushAsync() =>
        await ReadAsync(Guid.Empty, db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", TestContext.Current.CancellationToken));

    public async Task<ApiTenant> CreateTenantAsync()
    {
        var name = $"Tenant {Interlocked.Increment(ref _tenants)}";
        var created = await Operator.PostAsync("/api/v1/tenants", new { name, ownerEmail = "owner@example.com" });
        var token = created.GetProperty("apiToken").GetString()!;
        return new ApiTenant(this, created.GetProperty("id").GetGuid(), name, token);
    }

    public async Task RevokeBehindTheApiAsync(Guid tenant, Guid token) => await ReadAsync(tenant, db => db.ApiTokens
        .Where(e => e.Id == token)
        .ExecuteUpdateAsync(set => set.SetProperty(e => e.RevokedAt, Time.GetUtcNow()), TestContext.Current.CancellationToken));

    public async Task ForgetLinksBehindTheApiAsync(Guid tenant) =>
        await ReadAsync(tenant, db => db.PanelLinks.ExecuteDeleteAsync(TestContext.Current.CancellationToken));

    public async Task<string> CredentialAsync(Guid tenant, Guid channel) => await RevealAsync(
        tenant,
        SecretPurpose.ChannelCredential,
        (await ReadAsync(tenant, db => db.ChannelConnections.SingleAsync(e => e.Id == channel, TestContext.Current.CancellationToken))).Credential!);

    internal async Task<string> RevealAsync(Guid tenant, SecretPurpose purpose, byte[] stored) =>
        (await Services.GetRequiredService<ISecretProtector>().RevealAsync(new TenantId(tenant), purpose, stored, TestContext.Current.CancellationToken)).Reveal();

    internal async Task<(InboxEntry Received, OutboxEntry Unsent)> BoxesAsync(Guid tenant) => (
        await ReadAsync(tenant, db => db.InboxEntries.SingleAsync(TestContext.Current.CancellationToken)),
        await ReadAsync(tenant, db => db.OutboxEntries.SingleAsync(TestContext.Current.CancellationToken)));

    /// <summary>Stores rows as the conversations would.</summary>
    internal async Task StoreAsync(Guid tenant, params object[] rows)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(new TenantId(tenant));
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        db.AddRange(rows);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    internal async Task<T> ReadAsync<T>(Guid tenant, Func<AppDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(new TenantId(tenant));
        return await read(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }
}

/// <summary>A tenant, and what its owner does through the API.</summary>
public sealed class ApiTenant(ManagementApiHost host, Guid id, string name, string token)
{
    public Guid Id => id;

    public string Name => name;

    public string Token => token;

    public HttpClient Api { get; } = host.Client(token);

    public async Task<Guid> ConnectPanelAsync(string panelName = "Main panel") =>
        (await Api.PostAsync("/api/v1/panels", new { name = panelName, kind = "auto", baseUrl = "https://panel.example.com", adminKey = "admin-key-0123456789" })).GetProperty("id").GetGuid();

    public async Task<JsonElement> ConnectWebChatAsync(Guid panelId) =>
        await Api.PostAsync("/api/v1/channels", new { kind = "webchat", name = "Site", panelIds = new[] { panelId }, settings = new { title = "Ask us" } });

    public async Task<(string Text, Guid Id)> CreateTokenAsync(params string[] scopes)
    {
        var created = await Api.PostAsync("/api/v1/tokens", new { name = "a token", scopes });
        return (created.GetProperty("token").GetString()!, created.GetProperty("id").GetGuid());
    }
}

internal static class ApiCalls
{
    public static async Task<JsonElement> PostAsync(this HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"POST {path}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path) =>
        await client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    public static async Task<(int Status, JsonElement Body)> SendAsync(this HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is true;
        return ((int)answer.StatusCode, isJson ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }
}
