using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>Where a bot wants its updates.</summary>
internal sealed record WebhookTarget(Uri Url, string? Secret, int MaxConnections);

/// <summary>
/// Pushes updates to a webhook: one at a time per queue, queues side by side, each update again and again until
/// it is accepted or expired. No more than twice the number of connections are taken up at once, so that
/// stuck queues can stall a whole bot, as they do at Telegram.
/// </summary>
internal sealed class WebhookDelivery : IDisposable
{
    private static readonly TimeSpan GoneForGood = TimeSpan.FromHours(23);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Bot _bot;
    private readonly HttpClient _http;
    private readonly Random _random;
    private readonly SemaphoreSlim _connections;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<long, Queue<PendingUpdate>> _queues = [];
    private readonly Queue<PendingUpdate> _backlog = new();
    private int _loaded;
    private DateTimeOffset? _goneSince;

    public WebhookDelivery(Bot bot, WebhookTarget target, HttpClient http, int seed)
    {
        _bot = bot;
        Target = target;
        _http = http;
        _random = new Random(seed);
        _connections = new SemaphoreSlim(target.MaxConnections);
    }

    public WebhookTarget Target { get; }

    public (DateTimeOffset At, string Text)? LastError { get; private set; }

    public void Offer(PendingUpdate update)
    {
        lock (_gate)
        {
            if (_loaded >= 2 * Target.MaxConnections)
            {
                _backlog.Enqueue(update);
            }
            else
            {
                Load(update);
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
    }

    private void Load(PendingUpdate update)
    {
        _loaded++;
        if (_queues.TryGetValue(update.QueueKey, out var queue))
        {
            queue.Enqueue(update);
            return;
        }

        _queues.Add(update.QueueKey, new Queue<PendingUpdate>([update]));
        _ = Task.Run(() => RunQueueAsync(update.QueueKey), _stop.Token);
    }

    private async Task RunQueueAsync(long key)
    {
        try
        {
            while (Next(key) is { } update)
            {
                await DeliverAsync(update, _stop.Token);
                _bot.Updates.Confirm(update);
                Finish(key);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The webhook was removed or replaced; what was not confirmed stays pending.
        }
    }

    private PendingUpdate? Next(long key)
    {
        lock (_gate)
        {
            if (_queues[key].TryPeek(out var update))
            {
                return update;
            }

            _queues.Remove(key);
            return null;
        }
    }

    private void Finish(long key)
    {
        lock (_gate)
        {
            _queues[key].Dequeue();
            _loaded--;
            if (_backlog.TryDequeue(out var next))
            {
                Load(next);
            }
        }
    }

    private async Task DeliverAsync(PendingUpdate update, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var (status, retryAfter) = await TryAsync(update, cancellationToken);
            if (status is >= 200 and < 300)
            {
                Note(update, attempt, status, "ok", TimeSpan.Zero);
                return;
            }

            if (IsClosedForGood(status))
            {
                Note(update, attempt, status, "closed", TimeSpan.Zero);
                _bot.Updates.RemoveWebhook();
                cancellationToken.ThrowIfCancellationRequested();
            }

            delay = NextDelay(attempt, delay);
            var wait = (retryAfter is { } asked ? (asked < MaxRetryAfter ? asked : MaxRetryAfter) : delay) * _bot.Settings.RetryScale;
            if (_bot.Clock.GetUtcNow() + wait > update.Expires)
            {
                Note(update, attempt, status, "expired", TimeSpan.Zero);
                return;
            }

            Note(update, attempt, status, "failed", wait);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _bot.Clock, cancellationToken);
            }
        }
    }

    // At once, then 2, 4, 8 … seconds up to a cap that differs from time to time.
    private TimeSpan NextDelay(int attempt, TimeSpan last)
    {
        if (attempt == 1)
        {
            return TimeSpan.Zero;
        }

        double cap;
        lock (_gate)
        {
            cap = 60 + (_random.NextDouble() * 60);
        }

        return TimeSpan.FromSeconds(Math.Min(cap, last == TimeSpan.Zero ? 2 : last.TotalSeconds * 2));
    }

    private async Task<(int Status, TimeSpan? RetryAfter)> TryAsync(PendingUpdate update, CancellationToken cancellationToken)
    {
        await _connections.WaitAsync(cancellationToken);
        try
        {
            using var limit = new CancellationTokenSource(_bot.Settings.ReplyTimeout, _bot.Clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            using var request = new HttpRequestMessage(HttpMethod.Post, Target.Url) { Content = new ByteArrayContent(update.Json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (Target.Secret is not null)
            {
                request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", Target.Secret);
            }

            using var response = await _http.SendAsync(request, both.Token);
            if (response.IsSuccessStatusCode)
            {
                await TakeMethodAsync(response, both.Token);
            }

            var after = response.Headers.RetryAfter;
            return ((int)response.StatusCode, after?.Delta ?? (after?.Date is { } date ? date - _bot.Clock.GetUtcNow() : null));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (0, null);
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task TakeMethodAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (body is not [(byte)'{', ..])
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            if (!document.RootElement.TryGetProperty("method", out var method) || method.ValueKind is not JsonValueKind.String)
            {
                return;
            }

            var fields = document.RootElement.EnumerateObject()
                .Where(p => p.Name != "method" && p.Value.ValueKind is not JsonValueKind.Null)
                .Select(p => new KeyValuePair<string, string>(p.Name, p.Value.ToString()))
                .ToList();
            _bot.Api.CallFromWebhook(method.GetString()!, new SandboxRequest { Method = "POST", Path = "/" + method.GetString(), Fields = fields });
        }
        catch (JsonException)
        {
            // Any 2xx counts as accepted, whatever its body is.
        }
    }

    private bool IsClosedForGood(int status)
    {
        lock (_gate)
        {
            if (status != (int)HttpStatusCode.Gone)
            {
                _goneSince = null;
                return false;
            }

            _goneSince ??= _bot.Clock.GetUtcNow();
            return _bot.Clock.GetUtcNow() - _goneSince > GoneForGood * _bot.Settings.RetryScale;
        }
    }

    private void Note(PendingUpdate update, int attempt, int status, string outcome, TimeSpan wait)
    {
        var now = _bot.Clock.GetUtcNow();
        if (outcome != "ok")
        {
            LastError = (now, status == 0
                ? "Connection failed or timed out"
                : string.Create(CultureInfo.InvariantCulture, $"Wrong response from the webhook: {status} {(HttpStatusCode)status}"));
        }

        _bot.Deliveries.Add(new DeliveryItem(update.UpdateId, update.Kind, update.QueueKey, attempt, status, outcome, wait.TotalMilliseconds, now));
    }
}
