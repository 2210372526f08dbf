using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Actions;

/// <summary>An earlier request for the same order, as far as a new one needs it.</summary>
internal sealed record EarlierRequest(string OrderId, Guid ActionId, ActionState State, bool? Happened, ActionRoute Route, DateTimeOffset Since);

/// <summary>The record of what panels were asked, written before they are.</summary>
internal sealed class ActionJournal(
    IServiceScopeFactory scopes,
    GroupCommitter committer,
    SequentialIds ids,
    IOptions<ActionOptions> options,
    TimeProvider time)
{
    /// <summary>Actions that this very event began, in an earlier attempt at its turn.</summary>
    public async Task<IReadOnlyDictionary<string, EarlierRequest>> FindOfEventAsync(
        TenantId tenant, Guid inboxEntryId, OrderActionKind kind, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await db.PanelActions.AsNoTracking()
            .Where(action => action.InboxEntryId == inboxEntryId && action.Kind == kind)
            .Select(action => new EarlierRequest(action.OrderId, action.Id, action.State, action.Happened, action.Route, action.CreatedAt))
            .ToDictionaryAsync(earlier => earlier.OrderId, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Requests that still stand in the way of a new one: open, or within the cooldown.</summary>
    public async Task<IReadOnlyDictionary<string, EarlierRequest>> FindStandingAsync(
        TenantId tenant, Guid panelId, OrderActionKind kind, IReadOnlyCollection<string> orderIds, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var now = time.GetUtcNow();
        var found = await (
            from guard in db.PanelActionGuards.AsNoTracking()
            join action in db.PanelActions.AsNoTracking() on guard.ActionId equals action.Id
            where guard.PanelId == panelId && guard.Kind == kind && orderIds.Contains(guard.OrderId) && guard.Until > now
            select new EarlierRequest(action.OrderId, action.Id, action.State, action.Happened, action.Route, action.CreatedAt))
            .ToListAsync(cancellationToken);
        return found.ToDictionary(earlier => earlier.OrderId, StringComparer.Ordinal);
    }

    /// <summary>The newest refill that the panel gave an id for.</summary>
    public async Task<PanelAction?> FindNewestRefillAsync(TenantId tenant, Guid panelId, string orderId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await db.PanelActions.AsNoTracking()
            .Where(action => action.OrderId == orderId && action.PanelId == panelId && action.Kind == OrderActionKind.Refill)
            .Where(action => action.State != ActionState.Refused && action.Happened != false)
            .OrderByDescending(action => action.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Writes the rows; only those that come back as begun may be sent.</summary>
    public async Task<BeginActions> BeginAsync(TenantId tenant, IReadOnlyList<PanelAction> actions)
    {
        var begin = new BeginActions(actions, tenant, time.GetUtcNow() + options.Value.Cooldown, ids.Next);
        await committer.CommitAsync(begin, CancellationToken.None);
        return begin;
    }

    public async Task SettleAsync(IReadOnlyList<ActionSettlement> settlements)
    {
        if (settlements.Count == 0)
        {
            return;
        }

        await committer.CommitAsync(new SettleActions(settlements), CancellationToken.None);
        foreach (var settlement in settlements)
        {
            Metrics.Actions.Add(1, new KeyValuePair<string, object?>("state", settlement.State.ToString()));
        }
    }

    public PanelAction NewAction(
        TenantId tenant, Guid panelId, string orderId, OrderActionKind kind, ActionRoute route, Guid conversationId, Guid inboxEntryId, Guid? linkId)
    {
        var now = time.GetUtcNow();
        var people = route is ActionRoute.People;
        return new PanelAction
        {
            Id = ids.Next(),
            TenantId = tenant,
            PanelId = panelId,
            OrderId = orderId,
            Kind = kind,
            State = people ? ActionState.Done : ActionState.Sending,
            Route = route,
            ConversationId = conversationId,
            InboxEntryId = inboxEntryId,
            LinkId = linkId,
            CheckAt = people ? null : now + options.Value.SendingLease,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    public ActionSettlement Done(Guid action, TenantId tenant, string? reference) =>
        Settle(action, tenant, ActionState.Done, "The panel took the request.") with { ProviderReference = reference };

    public ActionSettlement Refused(Guid action, TenantId tenant, string detail) =>
        Settle(action, tenant, ActionState.Refused, detail) with { ReleaseGuard = true };

    public ActionSettlement Unknown(Guid action, TenantId tenant, string detail) =>
        Settle(action, tenant, ActionState.Unknown, detail) with { CheckAt = time.GetUtcNow() + options.Value.FirstCheckAfter };

    public ActionSettlement Reconciled(Guid action, TenantId tenant, bool happened) =>
        Settle(action, tenant, ActionState.Reconciled, "Reading the order shows that it " + (happened ? "happened." : "did not happen.")) with { Happened = happened, ReleaseGuard = !happened };

    /// <summary>Still unknown, and no more looks: people have it.</summary>
    public ActionSettlement LeftToPeople(Guid action, TenantId tenant) =>
        Settle(action, tenant, ActionState.Unknown, "It could not be found out whether it happened; passed to people.");

    private ActionSettlement Settle(Guid action, TenantId tenant, ActionState state, string detail) =>
        new(action, tenant, state, detail, ProviderReference: null, Happened: null, CheckAt: null, ReleaseGuard: false, ids.Next(), time.GetUtcNow());
}
