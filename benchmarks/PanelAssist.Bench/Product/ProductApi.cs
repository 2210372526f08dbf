using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using PanelAssist.Bench.Load;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Product;

/// <summary>The management calls a benchmark needs, as the contract names them.</summary>
internal sealed class ProductApi(Uri baseUrl) : IDisposable
{
    public const string BotToken = "7000001:AAbenchbenchbenchbenchbenchbenchbench";
    private const int LinksAtOnce = 8;
    private readonly HttpClient _http = new() { BaseAddress = baseUrl, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<Tenant> CreateTenantAsync()
    {
        SignIn(ProductSettings.OperatorToken);
        var tenant = await PostAsync("api/v1/tenants", new { name = "Bench", ownerEmail = "owner@example.org" });
        var token = tenant.GetProperty("apiToken").GetString()!;
        SignIn(token);
        return new Tenant(tenant.GetProperty("id").GetGuid(), token);
    }

    public void SignIn(string token) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public async Task<string> CreatePanelAsync(Outside outside)
    {
        var panel = await PostAsync("api/v1/panels", new { name = "Bench panel", kind = "perfect-v2", baseUrl = outside.PanelUrl, adminKey = BenchOrders.AdminKey });
        return panel.GetProperty("id").GetString()!;
    }

    public async Task<Channel> CreateTelegramAsync(string panelId)
    {
        var channel = await PostAsync("api/v1/channels", new
        {
            kind = "telegram",
            name = "Bench bot",
            panelIds = new[] { panelId },
            settings = new { token = BotToken, delivery = "webhook" },
        });
        var id = channel.GetProperty("id").GetString()!;
        // hookUrl may name a public address; the process under test is the one we started.
        var hook = new Uri(baseUrl, $"hooks/telegram/{id}");
        return new Channel(id, new Hook(hook, channel.GetProperty("hookSecret").GetString()!));
    }

    public Task LinkCustomersAsync(string channelId, string panelId, int count, bool withKeys) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = LinksAtOnce }, async (customer, cancellationToken) =>
        {
            var externalId = (BenchOrders.FirstChat + customer).ToString(CultureInfo.InvariantCulture);
            var username = BenchOrders.Username(customer);
            object link = withKeys
                ? new { channelId, externalId, panelId, username, panelApiKey = BenchOrders.CustomerKey(customer) }
                : new { channelId, externalId, panelId, username };
            await PostAsync("api/v1/links", link, cancellationToken);
        });

    /// <summary>What the conversation of one customer shows, oldest first.</summary>
    public async Task<IReadOnlyList<ShownMessage>> MessagesAsync(string channelId, int customer)
    {
        var externalId = BenchOrders.FirstChat + customer;
        var shown = new List<ShownMessage>();
        await foreach (var conversation in ItemsAsync(string.Create(CultureInfo.InvariantCulture, $"api/v1/conversations?channelId={channelId}&externalId={externalId}&limit=100")))
        {
            await foreach (var message in ItemsAsync($"api/v1/conversations/{conversation.GetProperty("id").GetString()}/messages?limit=100"))
            {
                shown.Add(new ShownMessage(
                    message.GetProperty("direction").GetString()!,
                    message.GetProperty("text").GetString() ?? "",
                    message.TryGetProperty("delivery", out var delivery) ? delivery.ToString() : ""));
            }
        }

        return shown;
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<JsonElement> ItemsAsync(string path)
    {
        var page = path;
        while (page is not null)
        {
            var list = await _http.GetFromJsonAsync<JsonElement>(new Uri(page, UriKind.Relative));
            foreach (var item in list.GetProperty("items").EnumerateArray())
            {
                yield return item;
            }

            page = list.TryGetProperty("next", out var next) && next.GetString() is { Length: > 0 } cursor
                ? $"{path}&cursor={Uri.EscapeDataString(cursor)}"
                : null;
        }
    }

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken = default)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"POST {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }
}

internal sealed record Tenant(Guid Id, string ApiToken);

internal sealed record Channel(string Id, Hook Hook);

internal sealed record ShownMessage(string Direction, string Text, string Delivery)
{
    public bool IsOutgoing => Direction == "out";

    /// <summary>The product says so itself: the process died between sending and noting it.</summary>
    public bool IsFlaggedAsPossiblyTwice => Delivery.Contains("twice", StringComparison.OrdinalIgnoreCase);
}
