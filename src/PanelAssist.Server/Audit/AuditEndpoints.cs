using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Audit;

internal static class AuditEndpoints
{
    /// <param name="Actor">The token that did it, e.g. <c>token:0198…</c>.</param>
    /// <param name="Action">A dotted verb, e.g. <c>link.created</c>.</param>
    /// <param name="Target">What it was done to, e.g. <c>link:0198…</c>.</param>
    internal sealed record AuditItem(Guid Id, DateTimeOffset At, string Actor, string Action, string Target);

    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync)
        .RequireScope(Scopes.Manage)
        .WithTags("Audit")
        .WithSummary("Who did what with privilege, newest first");

    private static async Task<Results<Ok<Page<AuditItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        var rows = await db.AuditEntries.AsNoTracking()
            .Where(e => page.After == null || e.Id < page.After.Value.Id)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .Select(e => new AuditItem(e.Id, e.At, e.Actor, e.Action, e.Target))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new IdCursor(row.Id), row => row));
    }
}
