using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Mail;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Outbox;

/// <summary>
/// Steps 10 and 11: sends what turns decided, in order within a chat, at the channel's pace. The one place that decides
/// about trying again.
/// </summary>
internal sealed partial class OutboxDispatcher : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, byte> _held = new();
    private readonly GrainReferences<(TenantId Tenant, Guid Connection), ISenderGrain> _senders;
    private readonly SerialLanes<(Guid Connection, string Chat), OutboxWork> _lanes;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SilencedConversations _silenced;
    private readonly GroupCommitter _committer;
    private readonly ConnectionDirectory _connections;
    private readonly ChannelCatalog _channels;
    private readonly ConnectionSwitch _switch;
    private readonly LinkCodeMailer _mailer;
    private readonly OutboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OutboxDispatcher> _logger;
    private int _inFlight;

    public OutboxDispatcher(
        IGrainFactory grains,
        GroupCommitter committer,
        ConnectionDirectory connections,
        ChannelCatalog channels,
        ConnectionSwitch connectionSwitch,
        LinkCodeMailer mailer,
        IOptions<OutboxOptions> options,
        TimeProvider time,
        ILogger<OutboxDispatcher> logger)
    {
        _senders = new(key => grains.GetGrain<ISenderGrain>($"{key.Tenant}/{key.Connection:N}"));
        _committer = committer;
        _connections = connections;
        _channels = channels;
        _switch = connectionSwitch;
        _mailer = mailer;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _silenced = new(time);
        _lanes = new(SendAsync);
    }

    public int Room => Math.Max(0, _options.MaxInFlight - Volatile.Read(ref _inFlight));

    /// <summary>
    /// Keeps places for the rows a turn is about to write. Where its chat has nothing to send, the first of them leaves
    /// as soon as it is on disk: it is written as begun, since a commit to say so would be one more for every reply.
    /// </summary>
    public OutboxPlace Reserve(Guid connection, IReadOnlyList<NewOutboxEntry> entries)
    {
        if (entries.Count == 0)
        {
            return OutboxPlace.InTable;
        }

        if (Interlocked.Add(ref _inFlight, entries.Count) > _options.MaxInFlight)
        {
            Release(entries.Count);
            return OutboxPlace.InTable;
        }

        return _lanes.IsIdle((connection, entries[0].Item.ChatId)) ? OutboxPlace.AtOnce : OutboxPlace.Behind;
    }

    /// <summary>People have taken a conversation over: what the assistant said in it so far and is still here stays here.</summary>
    public void Silence(Guid conversation, long upTo) => _silenced.Add(conversation, upTo);

    public void Release(int count) => Interlocked.Add(ref _inFlight, -count);

    /// <summary>Takes a row that is on disk and whose place was reserved.</summary>
    public void DispatchReserved(OutboxWork work)
    {
        _held[work.Id] = 0;
        _lanes.Add((work.Connection, work.Item.ChatId), work);
    }

    /// <summary>Takes a row that is on disk and leased to this process. When memory is full it waits in the table.</summary>
    public void Dispatch(OutboxWork work)
    {
        if (Volatile.Read(ref _inFlight) < _options.MaxInFlight && _held.TryAdd(work.Id, 0))
        {
            Interlocked.Increment(ref _inFlight);
            _lanes.Add((work.Connection, work.Item.ChatId), work);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

    private async Task SendAsync((Guid Connection, string Chat) lane, OutboxWork work)
    {
        try
        {
            var next = work;
            while (next is not null && !_stopping.IsCancellationRequested)
            {
                next = await TryAsync(next);
            }

            if (next is { Begun: true })
            {
                await QueueAgainAsync(next, TimeSpan.Zero);
            }
        }
        catch (Exception exception)
        {
            // The database is out of reach or the process stops: the lease runs out and the row is swept.
            Log.Left(_logger, work.Id, exception);
        }
        finally
        {
            _held.TryRemove(work.Id, out _);
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>One try. The work to try next, or null when it is over.</summary>
    private async Task<OutboxWork?> TryAsync(OutboxWork work)
    {
        if (!work.Begun && work.Attempts >= _options.MaxAttempts)
        {
            return await EndAsync(work, OutboxStatus.Dead, Delivery.Failed, error: "Given up after too many attempts.");
        }

        if (await _connections.FindAsync(work.Connection, _stopping.Token) is not { State: ConnectionState.Active } connection)
        {
            return await EndAsync(work, OutboxStatus.Dead, Delivery.Failed, error: "The channel connection is switched off or gone.");
        }

        var sender = _senders[(work.Tenant, work.Connection)];
        var wait = work.Item.Kind is OutboundKind.Text ? await sender.ReserveAsync(work.Item.ChatId, work.Item.IsPrivate) : TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            // Whoever finds the row meanwhile must not think that it may have gone out.
            work = work.Begun ? await QueueAgainAsync(work, wait) : work;
            await Task.Delay(wait, _time, _stopping.Token);
        }

        if (!work.Begun)
        {
            var begin = new BeginSend(work.Id, _time.GetUtcNow() + _options.Lease);
            await _committer.CommitAsync(begin, _stopping.Token);
            if (!begin.Begun)
            {
                return await CancelAsync(work);
            }

            work = work with { Attempts = work.Attempts + 1 };
        }

        if (_silenced.Covers(work))
        {
            return await CancelAsync(work);
        }

        work = work with { Begun = false };
        var outcome = work.Item.Kind is OutboundKind.LinkCodeMail
            ? await _mailer.SendAsync(work.Tenant, work.Item, _stopping.Token)
            : await _channels[connection.Kind].SendAsync(connection, work.Item, _stopping.Token);
        switch (outcome)
        {
            case SendOutcome.Sent sent:
                Metrics.MessagesSent.Add(1);
                return await EndAsync(work, OutboxStatus.Sent, work.PossiblyTwice ? Delivery.SentPossiblyTwice : Delivery.Sent, sent.ProviderMessageId);

            case SendOutcome.Wait pause:
                await sender.PauseAsync(pause.WholeConnection ? null : work.Item.ChatId, pause.For);

                // Being told to wait is not a failure, so it does not count as an attempt.
                return await PostponeAsync(work with { Attempts = work.Attempts - 1 }, pause.For, "The channel asked to wait.");

            case SendOutcome.Moved moved:
                await _committer.CommitAsync(
                    new NoteChatMove(work.Tenant, work.Connection, work.Conversation, connection.OriginalChatId(work.Item.ChatId), moved.NewChatId), _stopping.Token);
                _connections.Forget(work.Connection);
                return work with { Item = work.Item with { ChatId = moved.NewChatId } };

            case SendOutcome.NotSent notSent:
                return await PostponeAsync(work, Backoff(work.Attempts), notSent.Reason);

            case SendOutcome.Unknown unknown:
                return await PostponeAsync(work with { PossiblyTwice = true }, Backoff(work.Attempts), unknown.Reason);

            case SendOutcome.Unreachable unreachable:
                return await EndAsync(work, OutboxStatus.Dead, Delivery.Failed, error: unreachable.Reason, unreachable: true);

            case SendOutcome.Refused refused:
                return await EndAsync(work, OutboxStatus.Dead, Delivery.Failed, error: refused.Reason);

            case SendOutcome.Disabled disabled:
                await _switch.DisableAsync(work.Tenant, work.Connection, disabled.Reason, _stopping.Token);
                return await EndAsync(work, OutboxStatus.Dead, Delivery.Failed, error: disabled.Reason);

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<OutboxWork?> EndAsync(
        OutboxWork work,
        OutboxStatus status,
        Delivery delivery,
        string? providerMessageId = null,
        string? error = null,
        bool unreachable = false)
    {
        if (status is OutboxStatus.Dead)
        {
            Metrics.MessagesDead.Add(1);
            Log.Dead(_logger, work.Id, work.Attempts);
        }

        await _committer.CommitAsync(new EndSend(work, status, delivery, providerMessageId, error, unreachable), CancellationToken.None);
        return null;
    }

    private async Task<OutboxWork?> CancelAsync(OutboxWork work)
    {
        await _committer.CommitAsync(new CancelSend(work), CancellationToken.None);
        return null;
    }

    /// <summary>Takes back that a send has begun: it has not.</summary>
    private async Task<OutboxWork> QueueAgainAsync(OutboxWork work, TimeSpan delay)
    {
        var dueAt = _time.GetUtcNow() + delay;
        await _committer.CommitAsync(new QueueAgain(work.Id, dueAt, dueAt + _options.Lease), CancellationToken.None);
        return work with { Begun = false, Attempts = work.Attempts - 1 };
    }

    private async Task<OutboxWork> PostponeAsync(OutboxWork work, TimeSpan delay, string reason)
    {
        Metrics.MessagesRetried.Add(1);
        var dueAt = _time.GetUtcNow() + delay;
        await _committer.CommitAsync(new PostponeSend(work, dueAt, dueAt + _options.Lease, reason), CancellationToken.None);
        await Task.Delay(delay, _time, _stopping.Token);
        return work;
    }

    private TimeSpan Backoff(int attempts) =>
        TimeSpan.FromTicks(Math.Min(_options.RetryDelay.Ticks << Math.Min(attempts - 1, 20), _options.MaxRetryDelay.Ticks));

    private static partial class Log
    {
        [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "Outbox entry {OutboxEntryId} is left to the sweeper")]
        public static partial void Left(ILogger logger, Guid outboxEntryId, Exception exception);

        [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "Outbox entry {OutboxEntryId} is a dead letter after attempt {Attempt}")]
        public static partial void Dead(ILogger logger, Guid outboxEntryId, int attempt);
    }
}
