using System.Net.Http.Json;
using System.Text.Json;
using PanelAssist.Sandbox;

namespace PanelAssist.Server.Tests.Sandbox;

/// <summary>A sandbox of its own for one test, and what can be asked of it.</summary>
internal sealed class SandboxWorld : IAsyncDisposable
{
    public const string Token = "555000:test";

    private readonly SandboxServer _server;

    private SandboxWorld(SandboxServer server)
    {
        _server = server;
        Http = new HttpClient { BaseAddress = server.BaseAddress };
    }

    public HttpClient Http { get; }

    public int SmtpPort => _server.SmtpPort;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<SandboxWorld> StartAsync(TimeProvider? clock = null) =>
        new(await SandboxHost.StartAsync(new SandboxOptions { Clock = clock ?? TimeProvider.System }, Cancelled));

    /// <summary>A panel with ana's 71 (in progress), 72 (completed), 74 (pending) and ben's 73.</summary>
    public Task SeedAsync(int callsPerSecond = 0, string cancelField = "ids", params string[] variances) => ControlAsync("panels", new
    {
        name = "p",
        adminKey = "admin",
        currency = "EUR",
        rateLimitPerSecond = callsPerSecond,
        cancelField,
        variances,
        users = new object[]
        {
            new { username = "ana", email = "ana@example.org", balance = 25.40m, apiKey = "key-ana" },
            new { username = "ben", apiKey = "key-ben" },
        },
        services = new[] { new { id = 18, name = "IG Followers [R30]", rate = 0.90m, refill = true, cancel = true } },
        orders = new object[]
        {
            new { id = 71, user = "ana", serviceId = 18, status = "in_progress", startCount = 812, remains = 95, charge = 0.4100m },
            new { id = 72, user = "ana", serviceId = 18, status = "completed", startCount = 5 },
            new { id = 73, user = "ben", serviceId = 18, status = "completed" },
            new { id = 74, user = "ana", serviceId = 18, status = "pending", charge = 0.90m },
        },
    });

    public async Task<JsonElement> ControlAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync("/_control/" + path, body, Cancelled);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return answer;
    }

    public Task<JsonElement> ControlAsync(string path) => Http.GetFromJsonAsync<JsonElement>("/_control/" + path, Cancelled);

    public async Task<string> CustomerAsync(string fields, string key = "key-ana")
    {
        using var response = await CustomerResponseAsync(fields, key);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    public async Task<HttpResponseMessage> CustomerResponseAsync(string fields, string key = "key-ana")
    {
        using var form = new StringContent($"key={key}&{fields}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        return await Http.PostAsync(new Uri("/panel/p/api/v2", UriKind.Relative), form, Cancelled);
    }

    public async Task<JsonElement> AdminAsync(string route, object? body = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, "/panel/p/adminapi/v2/" + route);
        request.Headers.Add("X-Api-Key", "admin");
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.SendAsync(request, Cancelled);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    public async Task<JsonElement> BotAsync(string method, object body, string token = Token)
    {
        using var response = await Http.PostAsJsonAsync($"/telegram/bot{token}/{method}", body, Cancelled);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    public Task<JsonElement> WritesAsync(long chat, string text) => ControlAsync($"telegram/{Token}/messages", new { chatId = chat, text });

    public async Task<List<JsonElement>> DeliveriesAsync(string query) =>
        (await ControlAsync($"telegram/{Token}/deliveries?{query}")).GetProperty("items").EnumerateArray().ToList();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }
}
