namespace PanelAssist.Server.Outbox;

/// <summary>What a channel lets one bot or number send.</summary>
/// <param name="PerSecond">Of the whole connection.</param>
/// <param name="PerSecondInChat">In one chat; <paramref name="BurstInChat"/> may follow at once.</param>
/// <param name="PerMinuteInGroup">In one group.</param>
internal readonly record struct SendingRates(double PerSecond, double PerSecondInChat, int BurstInChat, double PerMinuteInGroup);

/// <summary>
/// Spreads sends over time: each limit remembers when its next send would be on time, so that a reservation is one
/// comparison and nothing has to be refilled. Not thread-safe; its grain is its lock.
/// </summary>
internal sealed class SendingBudget(SendingRates rates)
{
    /// <summary>More chats than this are remembered only while they are ahead of their rate.</summary>
    private const int MaxChats = 10_000;

    private readonly Dictionary<string, DateTimeOffset> _chats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _pausedChats = new(StringComparer.Ordinal);
    private DateTimeOffset _connection;
    private DateTimeOffset _pausedUntil;

    /// <summary>Books one send and says how long it has to wait.</summary>
    public TimeSpan Reserve(string chatId, bool isPrivate, DateTimeOffset now)
    {
        var wait = _pausedUntil - now;
        if (_pausedChats.TryGetValue(chatId, out var pausedUntil))
        {
            if (pausedUntil > now)
            {
                wait = Max(wait, pausedUntil - now);
            }
            else
            {
                _pausedChats.Remove(chatId);
            }
        }

        wait = Max(wait, Book(ref _connection, now, rates.PerSecond, burst: Math.Max(1, (int)Math.Min(rates.PerSecond, 1_000))));
        Shrink(now);
        _chats.TryGetValue(chatId, out var chat);
        wait = Max(wait, isPrivate
            ? Book(ref chat, now, rates.PerSecondInChat, rates.BurstInChat)
            : Book(ref chat, now, Math.Min(rates.PerSecondInChat, rates.PerMinuteInGroup / 60), rates.BurstInChat));
        _chats[chatId] = chat;
        return Max(wait, TimeSpan.Zero);
    }

    /// <summary>The channel asked for silence.</summary>
    public void Pause(string? chatId, DateTimeOffset until)
    {
        if (chatId is null)
        {
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
        }
        else
        {
            _pausedChats[chatId] = until;
        }
    }

    private static TimeSpan Book(ref DateTimeOffset onTime, DateTimeOffset now, double perSecond, int burst)
    {
        var interval = TimeSpan.FromSeconds(1 / perSecond);
        if (onTime < now)
        {
            onTime = now;
        }

        var wait = onTime - now - (interval * (burst - 1));
        onTime += interval;
        return wait;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Shrink(DateTimeOffset now)
    {
        if (_chats.Count < MaxChats)
        {
            return;
        }

        foreach (var (chat, onTime) in _chats)
        {
            if (onTime <= now)
            {
                _chats.Remove(chat);
            }
        }
    }
}
