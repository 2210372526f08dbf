using Microsoft.Extensions.Time.Testing;

namespace PanelAssist.Server.Tests.Panels;

/// <summary>Moves a test's clock while real sockets do their part.</summary>
internal static class Steps
{
    /// <summary>Lets what is ready happen, then moves the clock on by a little.</summary>
    public static async Task AdvanceAsync(FakeTimeProvider time, Task done)
    {
        // Real time, since a socket's answer does not wait for the fake clock: an upper bound, not a pause.
        await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
        time.Advance(TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Moves the clock until the task is done.</summary>
    public static async Task<T> RunAsync<T>(FakeTimeProvider time, Task<T> task)
    {
        while (!task.IsCompleted)
        {
            await AdvanceAsync(time, task);
        }

        return await task;
    }
}
