using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Data;
using PanelAssist.Server.Inbox;

namespace PanelAssist.Server.Channels.Telegram;

/// <summary>Tells the poller that connections changed.</summary>
internal sealed class TelegramPolling
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void LookAgain() => _signals.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signals.Reader.ReadAsync(cancellationToken);
}

/// <summary>Fetches updates of bots without a webhook, into the same inbox. An update is confirmed to the Bot API only after it is on disk.</summary>
internal sealed partial class TelegramPoller(
    TelegramPolling polling,
    TelegramSetup setup,
    TelegramChannel channel,
    ConnectionDirectory connections,
    ConnectionSwitch connectionSwitch,
    InboxWriter inbox,
    IHttpClientFactory clients,
    IServiceScopeFactory scopes,
    IOptions<TelegramOptions> options,
    TimeProvider time,
    ILogger<TelegramPoller> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loops = new Dictionary<Guid, Task>();
        while (true)
        {
            foreach (var id in await ListAsync(stoppingToken))
            {
                if (!loops.TryGetValue(id, out var loop) || loop.IsCompleted)
                {
                    loops[id] = PollAsync(id, stoppingToken);
                }
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            pause.CancelAfter(LookEvery);
            try
            {
                await polling.WaitAsync(pause.Token);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // Time to look anyway: another process may have changed something.
            }
        }
    }

    private async Task<List<Guid>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            return await db.ReadAcrossTenantsAsync(db.ChannelConnections, all => all
                .Where(connection => connection.Kind == ChannelKind.Telegram && connection.State == ConnectionState.Active)
                .Select(connection => connection.Id)
                .ToListAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.ListFailed(logger, exception);
            return [];
        }
    }

    /// <summary>Runs until the connection is gone, switched off, or has a webhook.</summary>
    private async Task PollAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        long offset = 0;
        var failures = 0;
        try
        {
            while (await connections.FindAsync(connectionId, cancellationToken) is { State: ConnectionState.Active } connection
                && setup.PollsFor(channel.SettingsOf(connection.SettingsJson)))
            {
                var result = await FetchAsync(connection, offset, cancellationToken);
                if (result.Refused)
                {
                    await connectionSwitch.DisableAsync(connection.TenantId, connection.Id, "Telegram refuses the bot's token.", cancellationToken);
                    return;
                }

                if (result.Next is { } next)
                {
                    offset = next;
                    failures = 0;
                    continue;
                }

                failures++;
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures) / 2, MaxBackoff.TotalSeconds)), time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops; what was fetched and not stored is fetched again.
        }
        catch (Exception exception)
        {
            Log.PollFailed(logger, connectionId, exception);
        }
    }

    private async Task<(long? Next, bool Refused)> FetchAsync(ChannelConnectionView connection, long offset, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(TelegramBots.HttpClientName);
            client.Timeout = options.Value.PollTimeout + options.Value.Timeout;
            var wait = ((int)options.Value.PollTimeout.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            using var answer = await client.PostAsync(
                new Uri($"{options.Value.ApiBaseUrl.ToString().TrimEnd('/')}/bot{connection.Credential!.Reveal()}/getUpdates"),
                new StringContent($$"""{"offset":{{offset}},"timeout":{{wait}},"limit":100}""", Encoding.UTF8, "application/json"),
                cancellationToken);
            if ((int)answer.StatusCode is 401 or 404)
            {
                return (null, true);
            }

            using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return body.RootElement.TryGetProperty("result", out var updates) && updates.ValueKind is JsonValueKind.Array
                ? (await StoreAsync(connection, updates, offset), false)
                : (null, false);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.FetchFailed(logger, connection.Id);
            return (null, false);
        }
    }

    private async Task<long?> StoreAsync(ChannelConnectionView connection, JsonElement updates, long offset)
    {
        var storing = new List<(long Id, Task<StoreResult> Result)>();
        foreach (var update in updates.EnumerateArray())
        {
            var bytes = Encoding.UTF8.GetBytes(update.GetRawText());
            if (update.TryGetProperty("update_id", out var id) && id.TryGetInt64(out var number))
            {
                storing.Add((number, inbox.StoreAsync(connection.TenantId, connection.Id, TelegramWebhook.EventIdOf(bytes), bytes).AsTask()));
            }
        }

        var next = offset;
        var complete = true;
        foreach (var (id, result) in storing)
        {
            // Everything after the first that could not be stored is fetched again.
            complete &= await result is not StoreResult.Unavailable;
            next = complete ? Math.Max(next, id + 1) : next;
        }

        return complete ? next : null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6010, Level = LogLevel.Warning, Message = "The list of bots to poll could not be read")]
        public static partial void ListFailed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 6011, Level = LogLevel.Error, Message = "Polling of connection {ConnectionId} ended")]
        public static partial void PollFailed(ILogger logger, Guid connectionId, Exception exception);

        [LoggerMessage(EventId = 6012, Level = LogLevel.Debug, Message = "Updates of connection {ConnectionId} could not be fetched")]
        public static partial void FetchFailed(ILogger logger, Guid connectionId);
    }
}
