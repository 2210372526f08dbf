using System.Collections.Concurrent;
using System.Diagnostics;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Load;

/// <summary>
/// Open loop: jobs start on a fixed timetable whatever happened to those before them, so that a stall of the program is
/// charged to every job it delays. Latency counts from the moment a request is handed to its socket: no job waits for
/// another one, so what lies between the timetable and that moment is this process's own lateness, and is kept apart.
/// The panel's own time is taken out; the channel's is not in it, since a job ends when its reply arrives there.
/// </summary>
internal sealed class OpenLoad(Hook hook, JobBoard board, PanelJournal panel, int customers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly UpdateTemplate _template = UpdateTemplate.Command(hook.Url, hook.Secret, "status");
    private readonly ConcurrentBag<(RawConnection Connection, byte[] Request)> _idle = [];
    private readonly Latencies _latencies = new();
    private readonly Latencies _lateness = new();
    private readonly Lock _recording = new();
    private long _failed;

    /// <summary>How far behind the timetable the requests left.</summary>
    public Latencies Lateness => _lateness;

    public async Task<LoadResult> RunAsync(double perSecond, int jobs)
    {
        using var over = new CancellationTokenSource();
        var watch = board.GiveUpOnOldAsync(Patience, over.Token);
        var running = new List<Task>(jobs);
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        while (running.Count < jobs && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var due = Math.Min(jobs, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond) + 1);
            while (running.Count < due)
            {
                var scheduled = started + (long)(running.Count / perSecond * Stopwatch.Frequency);
                var customer = running.Count % customers;
                running.Add(DoAsync(customer, scheduled));
            }
        }

        await Task.WhenAll(running);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await over.CancelAsync();
        await watch;
        while (_idle.TryTake(out var idle))
        {
            idle.Connection.Dispose();
        }

        return new LoadResult(_latencies.Count, Interlocked.Read(ref _failed), seconds, _latencies);
    }

    private async Task DoAsync(int customer, long scheduled)
    {
        var (connection, request) = _idle.TryTake(out var idle) ? idle : (new RawConnection(hook.Url.Port), _template.NewBuffer());
        var order = board.NextOrder(customer);
        var reply = board.ExpectAsync(customer, order);
        _template.Patch(request, UpdateIds.Next(), customer, order);
        var left = Stopwatch.GetTimestamp();
        var status = await connection.SendAsync(request, CancellationToken.None);
        _idle.Add((connection, request));
        if (status != 200)
        {
            board.Forget(customer);
        }

        if (await reply is not { } arrived)
        {
            Interlocked.Increment(ref _failed);
            return;
        }

        var panelTook = panel.TakeTime(order);
        lock (_recording)
        {
            _latencies.RecordTicks(arrived - left - panelTook);
            _lateness.RecordTicks(left - scheduled);
        }
    }
}
