using System.Net.Http.Headers;
using System.Text.Json;

namespace PanelAssist.Sandbox.Demo;

/// <summary>The product's public API, as any owner's script would call it.</summary>
internal sealed class ProductApi(Uri server, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (clock.GetElapsedTime(started) > StartTime)
            {
                throw new DemoException($"{server} did not become ready within two minutes.");
            }

            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    public async Task<JsonElement> PostAsync(string path, string token, object body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new DemoException($"POST {path} answered {(int)response.StatusCode}: {text}");
        }

        try
        {
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new DemoException($"POST {path} did not answer with JSON.");
        }
    }

    public async Task<bool> AnswersAsync(string path, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new DemoException($"{request.Method} {request.RequestUri} failed: {e.Message}");
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
