using System.Buffers.Text;
using System.Diagnostics;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Load;

/// <summary>Knows which customer waits for a reply about which order; the Telegram stub tells it what arrives.</summary>
internal sealed class JobBoard(int customers)
{
    private const long Lost = -1;
    private readonly Waiting?[] _waiting = new Waiting?[customers];
    private readonly int[] _asked = new int[customers];
    private long _unexpected;

    /// <summary>Messages that answer no open job: second replies, or words about something else.</summary>
    public long Unexpected => Interlocked.Read(ref _unexpected);

    /// <summary>A new order every time, so that no cache of a contender can answer for the panel.</summary>
    public long NextOrder(int customer) => BenchOrders.OrderOf(customer, Interlocked.Increment(ref _asked[customer]));

    /// <summary>Completes with the moment of arrival, or null if the reply did not come in time.</summary>
    public async Task<long?> ExpectAsync(int customer, long order)
    {
        var waiting = new Waiting(order, Stopwatch.GetTimestamp());
        // A customer who asks again before the answer came has lost the first job: an open loop does not wait.
        Interlocked.Exchange(ref _waiting[customer], waiting)?.Done.TrySetResult(Lost);
        var at = await waiting.Done.Task;
        return at == Lost ? null : at;
    }

    public bool IsBusy(int customer) => Volatile.Read(ref _waiting[customer]) is not null;

    public void Forget(int customer) => Interlocked.Exchange(ref _waiting[customer], null)?.Done.TrySetResult(Lost);

    public void Arrived(long chat, ReadOnlySpan<byte> text, long at)
    {
        var customer = (int)(chat - BenchOrders.FirstChat);
        var waiting = (uint)customer < (uint)customers ? Volatile.Read(ref _waiting[customer]) : null;
        if (waiting is null || !Mentions(text, waiting.Order) || Interlocked.CompareExchange(ref _waiting[customer], null, waiting) != waiting)
        {
            Interlocked.Increment(ref _unexpected);
            return;
        }

        waiting.Done.TrySetResult(at);
    }

    public async Task GiveUpOnOldAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                for (var customer = 0; customer < customers; customer++)
                {
                    if (Volatile.Read(ref _waiting[customer]) is { } old && Stopwatch.GetElapsedTime(old.Since) > patience)
                    {
                        Forget(customer);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }

    private static bool Mentions(ReadOnlySpan<byte> text, long order)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(order, digits, out var length);
        return text.IndexOf(digits[..length]) >= 0;
    }

    private sealed record Waiting(long Order, long Since)
    {
        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
