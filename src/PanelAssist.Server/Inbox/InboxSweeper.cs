using Microsoft.Extensions.Options;
using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Inbox;

/// <summary>Brings events that wait in the table to the dispatcher: after a crash, a full memory, or from processes that only receive.</summary>
internal sealed partial class InboxSweeper(
    InboxDispatcher dispatcher,
    GroupCommitter committer,
    IOptions<InboxOptions> options,
    TimeProvider time,
    ILogger<InboxSweeper> logger) : BackgroundService
{
    private const int MaxClaim = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        dispatcher.Start();
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
        while (dispatcher.Room is var room and > 0)
        {
            var now = time.GetUtcNow();
            var limit = Math.Min(room, MaxClaim);
            var claim = new ClaimWaiting(now, now + options.Value.Lease, limit);
            await committer.CommitAsync(claim, cancellationToken);
            foreach (var claimed in claim.Claimed)
            {
                dispatcher.DispatchClaimed(claimed);
            }

            if (claim.Count < limit)
            {
                dispatcher.Open();
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2010, Level = LogLevel.Error, Message = "The inbox could not be swept")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
