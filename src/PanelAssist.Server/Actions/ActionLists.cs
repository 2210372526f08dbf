using Microsoft.EntityFrameworkCore;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Api;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Actions;

/// <param name="Reference">The panel's id of what was started, such as a refill id.</param>
/// <param name="Happened">After <c>reconciled</c>: whether it had happened.</param>
internal sealed record ActionItem(
    Guid Id, Guid PanelId, string OrderId, OrderActionKind Kind, ActionState State, ActionRoute Route, Guid ConversationId, string? Reference, bool? Happened,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<TimelineItem> Timeline);

internal sealed record TimelineItem(ActionState State, string Detail, DateTimeOffset At);

/// <summary>What panels were asked to do, for the API and for pages alike.</summary>
internal sealed class ActionLists(AppDbContext db)
{
    /// <summary>Newest first, each with its timeline. What is null does not choose.</summary>
    public async Task<Page<ActionItem>> FindAsync(string? orderId, Guid? panelId, PageRequest<IdCursor> page, CancellationToken cancellationToken)
    {
        var actions = await db.PanelActions.AsNoTracking()
            .Where(e => orderId == null || e.OrderId == orderId)
            .Where(e => panelId == null || e.PanelId == panelId)
            .Where(e => page.After == null || e.Id < page.After.Value.Id)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .ToListAsync(cancellationToken);
        var shown = actions.Take(page.Limit).Select(e => e.Id).ToList();
        var events = (await db.PanelActionEvents.AsNoTracking()
                .Where(e => shown.Contains(e.ActionId))
                .OrderBy(e => e.At).ThenBy(e => e.Id)
                .ToListAsync(cancellationToken))
            .ToLookup(e => e.ActionId, e => new TimelineItem(e.State, e.Detail, e.At));
        return Page.Of(actions, page, row => new IdCursor(row.Id), row => new ActionItem(
            row.Id, row.PanelId, row.OrderId, row.Kind, row.State, row.Route, row.ConversationId, row.ProviderReference, row.Happened,
            row.CreatedAt, row.UpdatedAt, [.. events[row.Id]]));
    }
}
