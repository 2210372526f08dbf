using System.Diagnostics;

namespace PanelAssist.Bench.Load;

/// <summary>Closed loop: every connection sends its next update as soon as the last one was answered.</summary>
internal sealed class AcceptLoad(UpdateTemplate template, int port, int connections, int chats)
{
    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var end = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var workers = Enumerable.Range(0, connections).Select(_ => Task.Run(() => WorkAsync(end))).ToArray();
        var results = await Task.WhenAll(workers);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = new Latencies();
        foreach (var (latencies, _) in results)
        {
            all.Add(latencies);
        }

        return new LoadResult(all.Count, results.Sum(result => result.Failed), seconds, all);
    }

    private async Task<(Latencies Latencies, long Failed)> WorkAsync(long end)
    {
        using var connection = new RawConnection(port);
        var request = template.NewBuffer();
        var latencies = new Latencies();
        long failed = 0;
        while (Stopwatch.GetTimestamp() is var start && start < end)
        {
            var update = UpdateIds.Next();
            template.Patch(request, update, (int)(update % chats));
            if (await connection.SendAsync(request, CancellationToken.None) == 200)
            {
                latencies.RecordTicks(Stopwatch.GetTimestamp() - start);
            }
            else
            {
                failed++;
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }

        return (latencies, failed);
    }
}
