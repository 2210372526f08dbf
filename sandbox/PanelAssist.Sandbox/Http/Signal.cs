namespace PanelAssist.Sandbox.Http;

/// <summary>Wakes those who wait for something to have happened; costs one field read when nobody waits.</summary>
internal sealed class Signal(TimeProvider clock)
{
    private TaskCompletionSource? _next;

    public void Raise()
    {
        if (Volatile.Read(ref _next) is not null)
        {
            Interlocked.Exchange(ref _next, null)?.TrySetResult();
        }
    }

    public async Task<bool> WaitAsync(Func<bool> condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            // Taken before the condition is looked at: what happens in between still wakes us.
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var next = Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh;
            if (condition())
            {
                return true;
            }

            var left = timeout - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            try
            {
                await next.Task.WaitAsync(left, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                return condition();
            }
        }
    }
}
