namespace PanelAssist.Server.Panels.Calls;

/// <summary>
/// Lets calls to one panel leave: within its budget, a few at once, not during a pause or while the circuit is open.
/// Everything is decided under one lock; calls themselves run on the thread pool. One timer serves slots and deadlines.
/// </summary>
internal sealed partial class PanelDispatcher : IDisposable
{
    /// <summary>A panel's wish for a longer pause is its mistake or its malice.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(60);

    // After this many calls that cannot be shared, a look-up goes first, however many more of them wait.
    private const int UrgentInARow = 3;

    private readonly PanelOptions _options;
    private readonly TimeProvider _time;
    private readonly PanelMetrics _metrics;
    private readonly ILogger _logger;
    private readonly string _panel;
    private readonly CallBudget _budget;
    private readonly PanelCircuit _circuit;
    private readonly Queue<ICallSource> _urgent = new();
    private readonly Queue<ICallSource> _sharing = new();
    private readonly Queue<IWaiter> _waiters = new();
    private readonly long _start;
    private readonly ITimer _timer;
    private TimeSpan _wakeAt = TimeSpan.MaxValue;
    private TimeSpan _pausedUntil = TimeSpan.MinValue;
    private int _pauses;
    private int _underWay;
    private int _urgentInARow;
    private bool _disposed;

    /// <param name="panel">Names the panel in logs: its id.</param>
    public PanelDispatcher(string panel, PanelOptions options, TimeProvider time, PanelMetrics metrics, ILogger logger)
    {
        _panel = panel;
        _options = options;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        _budget = new CallBudget(options.RequestsPerSecond);
        _circuit = new PanelCircuit(options.FailuresToOpen, options.OpenFor);
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((PanelDispatcher)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Guards this and every source and waiter of it.</summary>
    public Lock Gate { get; } = new();

    public TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Takes a source in the line and someone who waits for it. Call under <see cref="Gate"/>.</summary>
    public void Submit(ICallSource source, IWaiter waiter, TimeSpan now)
    {
        while (_waiters.TryPeek(out var first) && first.IsAnswered)
        {
            _waiters.Dequeue();
        }

        _waiters.Enqueue(waiter);
        WakeAt(waiter.Deadline, now);
        if (_circuit.Refuses(now, source.IsWrite))
        {
            source.GiveUp(TimeSpan.MaxValue, "The panel has not been answering; it is asked again in a moment.");
        }
        else if (_pausedUntil >= waiter.Deadline)
        {
            source.GiveUp(_pausedUntil, "The panel asked for a pause.");
        }
        else
        {
            Enlist(source);
            Pump(now);
        }
    }

    /// <summary>Forgets what failed before: the panel's settings changed. The budget stays, since the panel counts on.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            if (_circuit.Succeeded())
            {
                _metrics.CircuitClosed();
            }

            _pausedUntil = TimeSpan.MinValue;
            Pump(Now);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_circuit.Succeeded())
            {
                _metrics.CircuitClosed();
            }

            GiveUpAll(TimeSpan.MaxValue, "The panel's gateway moved.");
        }

        _timer.Dispose();
    }

    private void Enlist(ICallSource source)
    {
        if (!source.InLine && source.HasWaiting)
        {
            source.InLine = true;
            (source.Coalesces ? _sharing : _urgent).Enqueue(source);
        }
    }

    private void Pump(TimeSpan now)
    {
        while (!_disposed && _underWay < _options.MaxConcurrent && _urgent.Count + _sharing.Count > 0 && !_circuit.ProbeUnderWay)
        {
            var free = _budget.NextFree > _pausedUntil ? _budget.NextFree : _pausedUntil;
            if (free > now)
            {
                WakeAt(free, now);
                return;
            }

            if (Next(now) is not { } source)
            {
                return;
            }

            var departure = source.Take(now);
            Enlist(source);
            if (departure is null)
            {
                continue;
            }

            _budget.Spend(now);
            _circuit.Left();
            _underWay++;
            _ = Task.Run(() => MakeAsync(departure));
        }
    }

    private ICallSource? Next(TimeSpan now)
    {
        if (_urgent.Count > 0 && (_urgentInARow < UrgentInARow || _sharing.Count == 0))
        {
            _urgentInARow++;
            return Leave(_urgent.Dequeue());
        }

        var slot = _budget.NextSlot;
        var earliest = TimeSpan.MaxValue;
        for (var left = _sharing.Count; left > 0; left--)
        {
            var source = _sharing.Dequeue();
            var leavesAt = source.LeavesAt(now);
            leavesAt = leavesAt > slot ? leavesAt : slot;
            if (leavesAt <= now)
            {
                _urgentInARow = 0;
                return Leave(source);
            }

            earliest = leavesAt < earliest ? leavesAt : earliest;
            _sharing.Enqueue(source);
        }

        if (_urgent.Count > 0)
        {
            return Leave(_urgent.Dequeue());
        }

        WakeAt(earliest, now);
        return null;
    }

    private static ICallSource Leave(ICallSource source)
    {
        source.InLine = false;
        return source;
    }

    private async Task MakeAsync(Departure departure)
    {
        var left = Now;
        try
        {
            var timeLeft = departure.Deadline - left;
            using var timeout = new CancellationTokenSource(timeLeft > TimeSpan.Zero ? timeLeft : TimeSpan.FromMilliseconds(1), _time);
            await departure.SendAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            // A mistake of ours must not leave the line blocked.
            departure.Break(exception);
            Log.CallBroke(_logger, _panel, exception);
        }

        lock (Gate)
        {
            var now = Now;
            _underWay--;
            Weigh(departure, now);
            departure.Settle(now);
            Enlist(departure.Source);
            if (_circuit.Refuses(now, isWrite: false))
            {
                GiveUpAll(TimeSpan.MaxValue, "The panel has not been answering; it is asked again in a moment.");
            }
            else if (_pausedUntil > now)
            {
                GiveUpAll(_pausedUntil, "The panel asked for a pause.");
            }

            Pump(now);
        }

        _metrics.Called(departure, left);
    }

    private void Weigh(Departure departure, TimeSpan now)
    {
        switch (departure.End)
        {
            case CallEnd.Failed or CallEnd.Malformed:
                if (_circuit.Failed(now))
                {
                    _metrics.CircuitOpened();
                    Log.CircuitOpened(_logger, _panel, _options.OpenFor);
                }

                return;
            case CallEnd.Limited:
                var pause = departure.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(_pauses, 5));
                pause = pause < TimeSpan.Zero ? TimeSpan.Zero : pause > MaxPause ? MaxPause : pause;
                _pauses++;
                _pausedUntil = now + pause > _pausedUntil ? now + pause : _pausedUntil;
                Log.Paused(_logger, _panel, pause);
                break;
            case CallEnd.KeyRefused:
                _pauses = 0;
                Log.KeyRefused(_logger, _panel);
                break;
            case CallEnd.Answered:
                _pauses = 0;
                break;
        }

        if (_circuit.Succeeded())
        {
            _metrics.CircuitClosed();
            Log.CircuitClosed(_logger, _panel);
        }
    }

    private void GiveUpAll(TimeSpan until, string detail)
    {
        GiveUp(_urgent, until, detail);
        GiveUp(_sharing, until, detail);
    }

    private static void GiveUp(Queue<ICallSource> line, TimeSpan until, string detail)
    {
        for (var left = line.Count; left > 0; left--)
        {
            var source = line.Dequeue();
            source.GiveUp(until, detail);
            if (source.HasWaiting)
            {
                line.Enqueue(source);
            }
            else
            {
                source.InLine = false;
            }
        }
    }

    private void Wake()
    {
        lock (Gate)
        {
            if (_disposed)
            {
                return;
            }

            _wakeAt = TimeSpan.MaxValue;
            var now = Now;
            while (_waiters.TryPeek(out var first) && (first.IsAnswered || first.Deadline <= now))
            {
                _waiters.Dequeue();
                first.Expire();
            }

            if (_waiters.TryPeek(out var next))
            {
                WakeAt(next.Deadline, now);
            }

            Pump(now);
        }
    }

    private void WakeAt(TimeSpan moment, TimeSpan now)
    {
        if (moment >= _wakeAt || _disposed)
        {
            return;
        }

        _wakeAt = moment;
        // Timers count whole milliseconds; rounding down would wake too early and at once again.
        var due = Math.Max(1, Math.Ceiling((moment - now).TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Panel {PanelId} is not answering; no calls for {Pause}")]
        public static partial void CircuitOpened(ILogger logger, string panelId, TimeSpan pause);

        [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "Panel {PanelId} answers again")]
        public static partial void CircuitClosed(ILogger logger, string panelId);

        [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "Panel {PanelId} wants a pause of {Pause}")]
        public static partial void Paused(ILogger logger, string panelId, TimeSpan pause);

        [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "A call to panel {PanelId} broke")]
        public static partial void CallBroke(ILogger logger, string panelId, Exception exception);

        [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Panel {PanelId} refuses a key; it is not tried again for a minute")]
        public static partial void KeyRefused(ILogger logger, string panelId);
    }
}
