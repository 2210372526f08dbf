using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PanelAssist.Server.Tests.Sandbox;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>The product in its own process, and around it a world that can be spoilt.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private const string OperatorToken = "operator-token-of-the-fault-tests";
    private readonly TestDatabase _database;
    private int _shops;

    private FaultStage(SandboxWorld sandbox, TestDatabase database, ProductProcess product)
    {
        Sandbox = sandbox;
        _database = database;
        Product = product;
    }

    public SandboxWorld Sandbox { get; }

    public ProductProcess Product { get; }

    public TestDatabase Database => _database;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="settings">Over the usual ones: no limits on rates, and quick looks at what became of lost answers.</param>
    public static async Task<FaultStage> StartAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var sandbox = await SandboxWorld.StartAsync();
        var all = new Dictionary<string, string>(database.Settings, StringComparer.Ordinal)
        {
            ["Telegram__ApiBaseUrl"] = new Uri(sandbox.Http.BaseAddress!, "telegram").ToString(),
            ["Telegram__MessagesPerSecondPerBot"] = "100000",
            ["Telegram__MessagesPerSecondPerChat"] = "100000",
            ["Outbound__AllowedPrivateNetworks"] = "127.0.0.0/8",
            ["Bootstrap__OperatorToken"] = OperatorToken,
            ["Panels__RequestsPerSecond"] = "1000",
            ["Limits__AddressPerMinute"] = "1000000",
            ["Limits__AddressBurst"] = "1000000",
            ["Limits__TokenPerMinute"] = "1000000",
            ["Limits__TokenBurst"] = "1000000",
            ["Limits__TenantPerMinute"] = "1000000",
            ["Limits__TenantBurst"] = "1000000",
            ["Panels__MaxConcurrent"] = "64",
            ["Actions__FirstCheckAfter"] = "00:00:00.300",
            ["Actions__LookEvery"] = "00:00:00.200",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var stage = new FaultStage(sandbox, database, new ProductProcess(all));
        try
        {
            await stage.Product.StartAsync();
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }

        return stage;
    }

    /// <summary>A tenant with one panel, one bot and linked customers, who have no orders yet.</summary>
    public async Task<FaultShop> OpenShopAsync(string name, int customers)
    {
        var number = ++_shops;
        await Sandbox.ControlAsync("panels", new
        {
            name,
            adminKey = "admin-" + name,
            rateLimitPerSecond = 0,
            users = new[] { new { username = "ana", apiKey = "key-of-ana-at-" + name } },
            services = new[] { new { id = 18, name = "IG Followers [R30]", rate = 0.90m, refill = true, cancel = true } },
        });
        var tenant = await PostAsync("api/v1/tenants", OperatorToken, new { name, ownerEmail = "owner@example.org" });
        var token = tenant.GetProperty("apiToken").GetString()!;
        var panel = await PostAsync("api/v1/panels", token, new
        {
            name,
            kind = "perfect-v2",
            baseUrl = new Uri(Sandbox.Http.BaseAddress!, "panel/" + name).ToString(),
            adminKey = "admin-" + name,
        });
        var panelId = panel.GetProperty("id").GetString()!;
        var bot = string.Create(CultureInfo.InvariantCulture, $"{9000 + number}:fault-test-bot-token-{number:000}");
        var channel = await PostAsync("api/v1/channels", token, new
        {
            kind = "telegram",
            name,
            panelIds = new[] { panelId },
            settings = new { token = bot, delivery = "webhook" },
        });
        var shop = new FaultShop(this, number, name, token, panelId, bot, channel.GetProperty("id").GetString()!, channel.GetProperty("hookSecret").GetString()!);
        for (var customer = 0; customer < customers; customer++)
        {
            await PostAsync("api/v1/links", token, new
            {
                channelId = shop.ChannelId,
                externalId = shop.ChatOf(customer).ToString(CultureInfo.InvariantCulture),
                panelId,
                username = "ana",
                panelApiKey = "key-of-ana-at-" + name,
            });
        }

        return shop;
    }

    public Task FaultAsync(SandboxFault fault) => Sandbox.ControlAsync("faults", fault);

    /// <summary>No more faults for new calls; what is held stays held.</summary>
    public async Task MendAsync()
    {
        using var answer = await Sandbox.Http.DeleteAsync(new Uri("/_control/faults", UriKind.Relative), Cancelled);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> PostAsync(string path, string token, object body)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, token, body);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True(answer.IsSuccessStatusCode, $"POST {path} answered {(int)answer.StatusCode}: {text}\n{Product.LastWords}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Every item of a list, over all its pages.</summary>
    public async Task<List<JsonElement>> ListAsync(string path, string token)
    {
        var items = new List<JsonElement>();
        for (string? next = path; next is not null;)
        {
            using var answer = await SendAsync(HttpMethod.Get, next, token, body: null);
            answer.EnsureSuccessStatusCode();
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString() is { } cursor ? $"{path}&cursor={Uri.EscapeDataString(cursor)}" : null;
        }

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();
        await Sandbox.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await Product.Http.SendAsync(request, Cancelled);
    }
}

/// <summary>A fault as the sandbox's control takes it.</summary>
internal sealed record SandboxFault(
    string Target, string? Match, string Kind, int? Count = null, double? Probability = null, int? Milliseconds = null, bool? Acts = null, string[]? Variances = null);
