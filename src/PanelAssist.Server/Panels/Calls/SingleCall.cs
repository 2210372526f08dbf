namespace PanelAssist.Server.Panels.Calls;

/// <summary>A call nobody else can share: a write, a balance, a user. A read may leave twice, a write once.</summary>
internal sealed class SingleCall<T> : ICallSource, IWaiter
    where T : class
{
    private const int MaxTries = 2;

    private readonly PanelKey _key;
    private readonly bool _evenIfRefused;
    private readonly Func<CancellationToken, Task<CallResult<T>>> _send;
    private readonly TaskCompletionSource<CallResult<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _askedAt;
    private readonly TimeSpan _mustLeaveBy;
    private readonly int _ids;
    private int _tries;
    private bool _waiting = true;

    /// <param name="key">What the call is made with. Where it was refused a moment ago, the call does not leave.</param>
    /// <param name="evenIfRefused">Whether the call leaves all the same: it is how a key is checked.</param>
    /// <param name="mustLeaveBy">A write that cannot leave by then is not worth starting: too little time would be left to hear its outcome.</param>
    public SingleCall(
        PanelKey key, bool evenIfRefused, bool isWrite, int ids, TimeSpan askedAt, TimeSpan mustLeaveBy, TimeSpan deadline, Func<CancellationToken, Task<CallResult<T>>> send)
    {
        _key = key;
        _evenIfRefused = evenIfRefused;
        IsWrite = isWrite;
        _ids = ids;
        _askedAt = askedAt;
        _mustLeaveBy = mustLeaveBy;
        Deadline = deadline;
        _send = send;
    }

    public Task<CallResult<T>> Answer => _answer.Task;

    public bool IsWrite { get; }

    public TimeSpan Deadline { get; }

    public bool Coalesces => false;

    public bool InLine { get; set; }

    public bool HasWaiting => _waiting && !IsAnswered;

    public bool IsAnswered => _answer.Task.IsCompleted;

    public TimeSpan LeavesAt(TimeSpan now) => now;

    public Departure? Take(TimeSpan now)
    {
        if (!HasWaiting)
        {
            return null;
        }

        if (!_evenIfRefused && _key.IsRefused(now))
        {
            _waiting = false;
            _answer.TrySetResult(new CallResult<T>(CallEnd.KeyRefused, null, PanelFault.Refused, _key.Refusal));
            return null;
        }

        if (now > _mustLeaveBy)
        {
            Unavailable("No call could be made in time.");
            return null;
        }

        _waiting = false;
        _tries++;
        return new Trip(this);
    }

    public void GiveUp(TimeSpan until, string detail)
    {
        if (_waiting && Deadline <= until)
        {
            Unavailable(detail);
        }
    }

    public void Expire()
    {
        if (_waiting || !IsWrite)
        {
            Unavailable("No answer in time.");
        }
        else
        {
            _answer.TrySetResult(new CallResult<T>(CallEnd.Failed, null, PanelFault.OutcomeUnknown, "No answer in time."));
        }
    }

    private void Unavailable(string detail)
    {
        _waiting = false;
        _answer.TrySetResult(new CallResult<T>(CallEnd.Failed, null, PanelFault.Unavailable, detail));
    }

    private void Settle(CallResult<T> result, TimeSpan now)
    {
        if (result.End is CallEnd.KeyRefused)
        {
            _key.Refuse(now, result.Detail);
        }

        var again = !IsWrite && now < Deadline && (result.End is CallEnd.Limited || (result.End is CallEnd.Failed && _tries < MaxTries));
        if (again && !IsAnswered)
        {
            _tries -= result.End is CallEnd.Limited ? 1 : 0;
            _waiting = true;
            return;
        }

        _answer.TrySetResult(result);
    }

    private sealed class Trip(SingleCall<T> call) : Departure(call, call.Deadline, call._askedAt, call._ids)
    {
        private CallResult<T> _result;

        public override async Task SendAsync(CancellationToken cancellationToken)
        {
            _result = await call._send(cancellationToken);
            End = _result.End;
            RetryAfter = _result.RetryAfter;
        }

        public override void Settle(TimeSpan now) => call.Settle(_result, now);

        public override void Break(Exception exception)
        {
            End = CallEnd.Malformed;
            _result = new CallResult<T>(End, null, call.IsWrite ? PanelFault.OutcomeUnknown : PanelFault.Malformed, "The call could not be made.");
        }
    }
}
