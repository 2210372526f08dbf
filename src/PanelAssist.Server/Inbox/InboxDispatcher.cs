using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Hosting;

namespace PanelAssist.Server.Inbox;

/// <summary>
/// Step 3: hands stored events to their conversations, in order within a conversation, and tries again what failed.
/// When memory is full, events wait in the table and <see cref="InboxSweeper"/> brings them.
/// </summary>
internal sealed partial class InboxDispatcher : IAsyncDisposable
{
    private readonly Channel<StoredEvent> _arrivals = Channel.CreateUnbounded<StoredEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Guid, byte> _held = new();
    private readonly SerialLanes<ConversationKey, (StoredEvent Stored, IncomingEvent Incoming)> _lanes;
    private readonly GrainReferences<ConversationKey, IConversationGrain> _conversations;
    private readonly ConnectionDirectory _connections;
    private readonly ChannelCatalog _channels;
    private readonly GroupCommitter _committer;
    private readonly PayloadSeal _seal;
    private readonly InboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<InboxDispatcher> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private int _inFlight;
    private volatile bool _open;

    public InboxDispatcher(
        IGrainFactory grains,
        ConnectionDirectory connections,
        ChannelCatalog channels,
        GroupCommitter committer,
        PayloadSeal seal,
        IOptions<InboxOptions> options,
        TimeProvider time,
        ILogger<InboxDispatcher> logger)
    {
        _conversations = new(key => grains.GetGrain<IConversationGrain>(key.ToString()));
        _connections = connections;
        _channels = channels;
        _committer = committer;
        _seal = seal;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _lanes = new(HandleAsync);
    }

    /// <summary>True while new events may go straight to their conversation; false while older ones wait in the table.</summary>
    public bool IsOpen => _open;

    public int Room => Math.Max(0, _options.MaxInFlight - Volatile.Read(ref _inFlight));

    public void Start() => _loop = Task.Run(PumpAsync);

    /// <summary>From here on new events are taken directly: nothing older waits in the table.</summary>
    public void Open() => _open = true;

    /// <summary>Keeps a place for an event about to be stored; without one it waits in the table.</summary>
    public bool TryReserve()
    {
        if (!_open)
        {
            return false;
        }

        if (Interlocked.Increment(ref _inFlight) <= _options.MaxInFlight)
        {
            return true;
        }

        Interlocked.Decrement(ref _inFlight);
        _open = false;
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Takes an event whose place was reserved.</summary>
    public void Dispatch(StoreInboxEntry entry) =>
        Enqueue(new StoredEvent(entry.Id, entry.Tenant, entry.Connection, entry.EventId, entry.Payload, entry.ReceivedAt, entry.Attempts));

    /// <summary>Takes an event that the sweeper claimed; one that is already here is only kept.</summary>
    public void DispatchClaimed(StoredEvent stored)
    {
        if (_held.ContainsKey(stored.Id))
        {
            return;
        }

        Interlocked.Increment(ref _inFlight);
        Enqueue(stored);
    }

    public async ValueTask DisposeAsync()
    {
        _open = false;
        _arrivals.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private void Enqueue(StoredEvent stored)
    {
        _held[stored.Id] = 0;
        _arrivals.Writer.TryWrite(stored);
    }

    private async Task PumpAsync()
    {
        await foreach (var stored in _arrivals.Reader.ReadAllAsync())
        {
            try
            {
                await SortAsync(stored);
            }
            catch (Exception exception)
            {
                // Left to the sweeper when the lease ends: the database or a key was out of reach.
                Log.NotSorted(_logger, stored.Id, exception);
                Done(stored);
            }
        }
    }

    private async ValueTask SortAsync(StoredEvent stored)
    {
        if (stored.Attempt > _options.MaxAttempts)
        {
            await EndAsync(stored, InboxStatus.Dead, "Given up after too many attempts.");
            return;
        }

        if (await _connections.FindAsync(stored.Connection, _stopping.Token) is not { } connection)
        {
            await EndAsync(stored, InboxStatus.Dead, "Its channel connection is gone.");
            return;
        }

        if (PayloadSeal.IsOn(stored.Payload))
        {
            stored = stored with { Payload = await _seal.OpenAsync(stored.Tenant, stored.Payload, _stopping.Token) };
        }

        switch (_channels[connection.Kind].Parse(connection, stored))
        {
            case ParsedEvent.Message { Event: var incoming }:
                var conversation = DerivedIds.Conversation(stored.Connection, connection.OriginalChatId(incoming.ChatId), incoming.ThreadId);
                _lanes.Add(new ConversationKey(stored.Tenant, conversation), (stored, incoming));
                break;
            case ParsedEvent.Moved { OldChatId: var oldId, NewChatId: var newId }:
                var original = connection.OriginalChatId(oldId);
                var moved = DerivedIds.Conversation(stored.Connection, original, threadId: null);
                await _committer.CommitAsync(new NoteChatMove(stored.Tenant, stored.Connection, moved, original, newId), _stopping.Token);
                _connections.Forget(stored.Connection);
                await EndAsync(stored, InboxStatus.Handled, "The chat moved.");
                break;
            case ParsedEvent.Ignored { Reason: var reason }:
                await EndAsync(stored, InboxStatus.Handled, reason);
                break;
            case ParsedEvent.Malformed { Reason: var reason }:
                await EndAsync(stored, InboxStatus.Dead, reason);
                break;
        }
    }

    private async Task HandleAsync(ConversationKey key, (StoredEvent Stored, IncomingEvent Incoming) item)
    {
        var (stored, incoming) = item;
        var started = _time.GetTimestamp();
        for (var attempt = stored.Attempt; ; attempt++)
        {
            var failure = "The conversation was moved on by someone else.";
            try
            {
                using var trace = Metrics.Traces.StartActivity("turn");
                var outcome = await _conversations[key].HandleAsync(incoming with { Attempt = attempt });
                if (outcome is not TurnOutcome.Stale)
                {
                    Metrics.EventsHandled.Add(1);
                    Metrics.TurnDuration.Record(_time.GetElapsedTime(started).TotalSeconds);
                    Done(stored);
                    return;
                }
            }
            catch (Exception exception)
            {
                failure = exception.GetType().Name + ": " + exception.Message;
                Log.TurnFailed(_logger, stored.Id, attempt, exception);
            }

            if (_stopping.IsCancellationRequested || !await TryAgainAsync(stored, attempt, failure))
            {
                return;
            }
        }
    }

    /// <summary>Counts the attempt, then waits; the lane stays closed meanwhile, so that order holds.</summary>
    private async Task<bool> TryAgainAsync(StoredEvent stored, int attempt, string failure)
    {
        try
        {
            if (attempt >= _options.MaxAttempts)
            {
                await EndAsync(stored, InboxStatus.Dead, failure);
                return false;
            }

            Metrics.EventsRetried.Add(1);
            var delay = TimeSpan.FromTicks(Math.Min(_options.RetryDelay.Ticks << (attempt - 1), _options.MaxRetryDelay.Ticks));
            await _committer.CommitAsync(new CountAttempt(stored.Id, _time.GetUtcNow() + delay + _options.Lease, failure), CancellationToken.None);
            await Task.Delay(delay, _time, _stopping.Token);
            return true;
        }
        catch (Exception exception)
        {
            // The database is out of reach, or the process stops: the lease runs out and the event is swept.
            Log.NotRetried(_logger, stored.Id, exception);
            Done(stored);
            return false;
        }
    }

    private async ValueTask EndAsync(StoredEvent stored, InboxStatus status, string reason)
    {
        if (status is InboxStatus.Dead)
        {
            Metrics.EventsDead.Add(1);
            Log.Dead(_logger, stored.Id, stored.Attempt);
        }

        var end = new EndEvent(stored.Id, status, reason, _time.GetUtcNow());
        if (_committer.TryEnqueue(end))
        {
            // The pump does not wait: a burst of useless events must not cost a commit each.
            _ = FinishAsync(stored, end);
        }
        else
        {
            await _committer.CommitAsync(end, _stopping.Token);
            Done(stored);
        }
    }

    private async Task FinishAsync(StoredEvent stored, EndEvent end)
    {
        try
        {
            await end.Committed;
        }
        catch (Exception exception)
        {
            Log.NotRetried(_logger, stored.Id, exception);
        }
        finally
        {
            Done(stored);
        }
    }

    private void Done(StoredEvent stored)
    {
        if (_held.TryRemove(stored.Id, out _))
        {
            Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Inbox entry {InboxEntryId} could not be sorted; it is swept up later")]
        public static partial void NotSorted(ILogger logger, Guid inboxEntryId, Exception exception);

        [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Inbox entry {InboxEntryId} failed at attempt {Attempt}")]
        public static partial void TurnFailed(ILogger logger, Guid inboxEntryId, int attempt, Exception exception);

        [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Inbox entry {InboxEntryId} is left to the sweeper")]
        public static partial void NotRetried(ILogger logger, Guid inboxEntryId, Exception exception);

        [LoggerMessage(EventId = 2004, Level = LogLevel.Error, Message = "Inbox entry {InboxEntryId} is a dead letter after attempt {Attempt}")]
        public static partial void Dead(ILogger logger, Guid inboxEntryId, int attempt);
    }
}
