using System.Diagnostics;

namespace PanelAssist.Bench.Load;

/// <summary>Where a contender's webhook is.</summary>
internal sealed record Hook(Uri Url, string Secret);

/// <summary>Closed loop of whole jobs: from the webhook leaving to the reply reaching the Bot API.</summary>
internal sealed class JobLoad(Hook hook, JobBoard board, int customers, int outstanding)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly UpdateTemplate _template = UpdateTemplate.Command(hook.Url, hook.Secret, "status");
    private long _turn;

    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        using var over = new CancellationTokenSource();
        var watch = board.GiveUpOnOldAsync(Patience, over.Token);
        var started = Stopwatch.GetTimestamp();
        var end = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var workers = Enumerable.Range(0, outstanding).Select(_ => Task.Run(() => WorkAsync(end))).ToArray();
        var results = await Task.WhenAll(workers);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await over.CancelAsync();
        await watch;
        var all = new Latencies();
        foreach (var (latencies, _) in results)
        {
            all.Add(latencies);
        }

        return new LoadResult(all.Count, results.Sum(result => result.Failed), seconds, all);
    }

    private async Task<(Latencies Latencies, long Failed)> WorkAsync(long end)
    {
        using var connection = new RawConnection(hook.Url.Port);
        var request = _template.NewBuffer();
        var latencies = new Latencies();
        long failed = 0;
        while (Stopwatch.GetTimestamp() is var start && start < end)
        {
            var customer = (int)(Interlocked.Increment(ref _turn) % customers);
            if (board.IsBusy(customer))
            {
                continue;
            }

            var order = board.NextOrder(customer);
            var reply = board.ExpectAsync(customer, order);
            _template.Patch(request, UpdateIds.Next(), customer, order);
            if (await connection.SendAsync(request, CancellationToken.None) != 200)
            {
                board.Forget(customer);
            }

            if (await reply is { } arrived)
            {
                latencies.RecordTicks(arrived - start);
            }
            else
            {
                failed++;
            }
        }

        return (latencies, failed);
    }
}
