using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Actions;

/// <summary>Finds out what became of actions whose answer was lost: by reading the order, never by asking again. Then tells the customer.</summary>
internal sealed partial class ActionReconciler(
    IServiceScopeFactory scopes,
    IGrainFactory grains,
    GroupCommitter committer,
    ActionJournal journal,
    PanelDirectory panels,
    IOptions<ActionOptions> options,
    TimeProvider time,
    ILogger<ActionReconciler> logger) : BackgroundService
{
    private const int MaxClaim = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookEvery, time);
        do
        {
            try
            {
                await CheckDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.CheckFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CheckDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var claim = new ClaimChecks(now, now + options.Value.SendingLease, MaxClaim);
        await committer.CommitAsync(claim, cancellationToken);
        await Parallel.ForEachAsync(
            claim.Claimed,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (check, token) =>
            {
                try
                {
                    await CheckAsync(check, token);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // Its next look is already written; the others go on.
                    Log.ActionCheckFailed(logger, check.Id, exception);
                }
            });
    }

    private async Task CheckAsync(ActionCheck check, CancellationToken cancellationToken)
    {
        if (check.State is ActionState.Sending)
        {
            // Its process died in between. The turn, run again, tells the customer that it is being checked.
            await journal.SettleAsync([journal.Unknown(check.Id, check.Tenant, "The process died after this was written: it may have been sent.")]);
            return;
        }

        var happened = await ReadOutcomeAsync(check, cancellationToken);
        if (happened is null && time.GetUtcNow() - check.CreatedAt < options.Value.GiveUpAfter)
        {
            await LookAgainAsync(check);
            return;
        }

        await grains.GetGrain<IConversationGrain>(new ConversationKey(check.Tenant, check.ConversationId).ToString())
            .TellSettledAsync(new SettledAction(check.Id, check.OrderId, check.Kind, happened));
    }

    private Task LookAgainAsync(ActionCheck check)
    {
        var pause = options.Value.FirstCheckAfter * Math.Min(Math.Pow(1.5, check.Checks), 12);
        return committer.CommitAsync(new ScheduleCheck(check.Id, time.GetUtcNow() + pause), CancellationToken.None);
    }

    /// <summary>Null while it cannot be told.</summary>
    private async Task<bool?> ReadOutcomeAsync(ActionCheck check, CancellationToken cancellationToken)
    {
        if (await panels.FindAsync(check.Tenant, check.PanelId, cancellationToken) is not { } panel)
        {
            return null;
        }

        var key = panel.Can(PanelCapabilities.ReadAllOrders) ? null : await FindKeyAsync(check, cancellationToken);
        if (key is null && !panel.Can(PanelCapabilities.ReadAllOrders))
        {
            return null;
        }

        var answers = await grains.GetGrain<IPanelGatewayGrain>(panel.GrainKey).LookUpOrdersAsync([check.OrderId], key, fresh: true);
        if (answers[0].Order is not { } order)
        {
            return null;
        }

        var shown = check.Kind switch
        {
            OrderActionKind.Cancel when order.Status is OrderStatus.Canceled or OrderStatus.Refunded or OrderStatus.Partial => true,
            OrderActionKind.Cancel => Negate(order.Flags.RequestCancel),
            OrderActionKind.Refill => Negate(order.Flags.Refill),
            _ => null,
        };

        // What is still on offer may only be late to show.
        return shown is false && check.Checks < options.Value.ChecksBeforeNo ? null : shown;
    }

    /// <summary>What was on offer before and no longer is has been taken.</summary>
    private static bool? Negate(bool? offered) => offered is { } flag ? !flag : null;

    private async Task<ProtectedKey?> FindKeyAsync(ActionCheck check, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(check.Tenant);
        var key = await scope.ServiceProvider.GetRequiredService<AppDbContext>().PanelLinks.AsNoTracking()
            .Where(link => link.Id == check.LinkId)
            .Select(link => link.ApiKey)
            .SingleOrDefaultAsync(cancellationToken);
        return key is null ? null : new ProtectedKey(key);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "Actions could not be checked")]
        public static partial void CheckFailed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Action {ActionId} could not be checked this time")]
        public static partial void ActionCheckFailed(ILogger logger, Guid actionId, Exception exception);
    }
}

/// <summary>When an action is looked at next.</summary>
internal sealed class ScheduleCheck(Guid action, DateTimeOffset at) : RareOperation
{
    public override void WriteSqlite(SqliteSession session) =>
        session.Prepare("UPDATE panel_actions SET check_at = ? WHERE id = ?").Bind(at).Bind(action).Run();

    protected override void AddPostgres(Npgsql.NpgsqlBatch batch) =>
        Add(batch, "UPDATE panel_actions SET check_at = $1 WHERE id = $2", at, action);
}
