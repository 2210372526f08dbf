using System.Net.Http.Json;
using System.Text.Json;

namespace PanelAssist.Server.Tests.App;

/// <summary>Control over the outside world: what it was asked, and how it misbehaves.</summary>
public sealed class SandboxControl(Uri address) : IDisposable
{
    /// <summary>Above what anything is waited for; a missing event ends in a failure that says so.</summary>
    public const int PatienceMs = 20_000;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90) };

    public Uri Address => address;

    public async Task<JsonElement> GetAsync(string path) =>
        await _http.GetFromJsonAsync<JsonElement>("/_control/" + path, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) => [.. (await GetAsync(path)).GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> PostAsync(string path, object body) => await SendAsync(HttpMethod.Post, path, body);

    public async Task<JsonElement> PatchAsync(string path, object body) => await SendAsync(HttpMethod.Patch, path, body);

    /// <summary>The next calls that match go wrong as told.</summary>
    public Task<JsonElement> FaultAsync(object fault) => PostAsync("faults", fault);

    /// <summary>Waits until a call of the target is held.</summary>
    public async Task HeldAsync(string target)
    {
        for (var waitFor = 1; ; waitFor++)
        {
            var held = await ItemsAsync($"holds?waitFor={waitFor}&timeoutMs={PatienceMs}");
            if (held.Any(call => call.GetProperty("counterpart").GetString() == target))
            {
                return;
            }

            Assert.True(held.Count >= waitFor, $"Nothing of {target} was held.");
        }
    }

    public Task ReleaseAsync(string target) => PostAsync("holds/release", new { target });

    /// <summary>What a counterpart was asked, oldest first.</summary>
    public Task<IReadOnlyList<JsonElement>> AskedAsync(string counterpart, string contains, int waitFor = 0) =>
        ItemsAsync($"journal?counterpart={counterpart}&contains={Uri.EscapeDataString(contains)}&waitFor={waitFor}&timeoutMs={PatienceMs}");

    /// <summary>Mail to an address, once there are so many.</summary>
    public Task<IReadOnlyList<JsonElement>> MailAsync(string to, int waitFor = 0) =>
        ItemsAsync($"mail?to={Uri.EscapeDataString(to)}&waitFor={waitFor}&timeoutMs={PatienceMs}");

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, "/_control/" + path) { Content = JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
