using System.Diagnostics;
using PanelAssist.Bench.Load;

namespace PanelAssist.Bench.Faults;

/// <summary>
/// Customers who keep writing while the product dies under them. Each update is sent again until it is acknowledged,
/// as Telegram does, and some are sent once more although they were.
/// </summary>
internal sealed class ScriptedLoad(Hook hook, QuestionBook book, int customers, double perSecond, int seed)
{
    private const int Workers = 16;
    private const double RefillShare = 0.3;
    private const double RedeliveredShare = 0.1;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);
    private readonly UpdateTemplate _status = UpdateTemplate.Command(hook.Url, hook.Secret, "status");
    private readonly UpdateTemplate _refill = UpdateTemplate.Command(hook.Url, hook.Secret, "refill");
    private long _refusals;
    private long _redelivered;

    /// <summary>Attempts that got no 200: the connection broke, or nobody was there.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    public long Redelivered => Interlocked.Read(ref _redelivered);

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker, stop), CancellationToken.None)));

    private async Task WorkAsync(int worker, CancellationToken stop)
    {
        var random = new Random(HashCode.Combine(seed, worker));
        using var connection = new RawConnection(hook.Url.Port);
        var buffers = (Status: _status.NewBuffer(), Refill: _refill.NewBuffer());
        var pause = Workers / perSecond;
        while (!stop.IsCancellationRequested)
        {
            // A chat belongs to one worker: Telegram never has two updates of a chat under way either.
            var customer = (random.Next(customers / Workers) * Workers) + worker;
            var isRefill = random.NextDouble() < RefillShare;
            var question = book.New(customer, isRefill);
            var (template, request) = isRefill ? (_refill, buffers.Refill) : (_status, buffers.Status);
            template.Patch(request, UpdateIds.Next(), customer, question.Order);
            await SendUntilAcknowledgedAsync(connection, request);
            question.Acknowledged(Stopwatch.GetTimestamp());
            if (random.NextDouble() < RedeliveredShare)
            {
                Interlocked.Increment(ref _redelivered);
                await SendUntilAcknowledgedAsync(connection, request);
            }

            await Task.Delay(TimeSpan.FromSeconds(pause * 2 * random.NextDouble()), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task SendUntilAcknowledgedAsync(RawConnection connection, byte[] request)
    {
        var started = Stopwatch.GetTimestamp();
        while (await connection.SendAsync(request, CancellationToken.None) != 200)
        {
            Interlocked.Increment(ref _refusals);
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException("An update was not acknowledged for two minutes");
            }

            await Task.Delay(RetryAfter, TimeProvider.System);
        }
    }
}
