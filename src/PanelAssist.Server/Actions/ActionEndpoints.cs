using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Api;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Actions;

internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder api) => api.MapGet("/actions", ListAsync)
        .RequireScope(Scopes.Read)
        .WithTags("Actions")
        .WithSummary("List what panels were asked to do, newest first, with each request's timeline")
        .WithDescription("`unknown` was sent and not answered: it is read back until it is settled, and never sent again.");

    private static async Task<Results<Ok<Page<ActionItem>>, ProblemHttpResult>> ListAsync(
        ActionLists actions, string? orderId, Guid? panelId, int? limit, string? cursor, CancellationToken cancellationToken) =>
        PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal
            ? refusal
            : TypedResults.Ok(await actions.FindAsync(orderId, panelId, page, cancellationToken));
}
