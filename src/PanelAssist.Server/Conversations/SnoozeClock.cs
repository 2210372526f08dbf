using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Conversations;

/// <summary>Wakes snoozed conversations when their moment has come.</summary>
internal sealed partial class SnoozeClock(IServiceScopeFactory scopes, IGrainFactory grains, TimeProvider time, ILogger<SnoozeClock> logger) : BackgroundService
{
    private const int MaxAtOnce = 100;

    /// <summary>One that stays due must not keep the clock from its other work for ever.</summary>
    private const int MaxTurns = 50;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                for (var turn = 0; turn < MaxTurns && await WakeAsync(stoppingToken) == MaxAtOnce; turn++)
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Failed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> WakeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var due = await db.ReadAcrossTenantsAsync(db.Conversations, all => all
            .Where(conversation => conversation.SnoozedUntil != null && conversation.SnoozedUntil <= now)
            .OrderBy(conversation => conversation.SnoozedUntil)
            .Take(MaxAtOnce)
            .Select(conversation => new { conversation.TenantId, conversation.Id })
            .ToListAsync(cancellationToken));
        var woken = 0;
        foreach (var conversation in due)
        {
            try
            {
                var key = new ConversationKey(conversation.TenantId, conversation.Id);
                await grains.GetGrain<IConversationGrain>(key.ToString()).ChangeAsync(new ConversationChange.Wake(), new ChangedBy("system", Member: null));
                woken++;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // One that cannot be woken must not keep the others asleep.
                Log.NotWoken(logger, conversation.Id, exception);
            }
        }

        return woken;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3020, Level = LogLevel.Error, Message = "Snoozed conversations could not be looked for")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 3021, Level = LogLevel.Warning, Message = "Conversation {ConversationId} could not be woken this time")]
        public static partial void NotWoken(ILogger logger, Guid conversationId, Exception exception);
    }
}
