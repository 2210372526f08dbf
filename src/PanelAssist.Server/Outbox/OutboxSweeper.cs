using Microsoft.Extensions.Options;
using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Outbox;

/// <summary>Brings messages that nobody sends: after a crash, a full memory, a replay.</summary>
internal sealed partial class OutboxSweeper(
    OutboxDispatcher dispatcher,
    GroupCommitter committer,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    ILogger<OutboxSweeper> logger) : BackgroundService
{
    private const int MaxClaim = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepEvery, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.SweepFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        ClaimOutbox claim;
        do
        {
            var now = time.GetUtcNow();
            claim = new ClaimOutbox(now, now + options.Value.Lease, MaxClaim);
            await committer.CommitAsync(claim, cancellationToken);
            foreach (var work in claim.Claimed)
            {
                dispatcher.Dispatch(work);
            }
        }
        while (claim.Count == MaxClaim && dispatcher.Room > MaxClaim);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5010, Level = LogLevel.Error, Message = "The outbox could not be swept")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
