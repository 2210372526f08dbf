using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Api;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Conversations;

internal static class MemberEndpoints
{
    /// <param name="Text">As it is; an empty one is forgotten.</param>
    internal sealed record KeepDraft(string? Text);

    /// <param name="Filter">The query of the list: <c>status=open&amp;assignee=none</c>.</param>
    internal sealed record SaveView(Guid MemberId, string? Name, string? Filter);

    public static void MapMemberDesk(this IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/conversations/{id:guid}/drafts/{memberId:guid}").RequireScope(Scopes.Messages).WithTags("Drafts and views");
        drafts.MapGet("", FindDraftAsync).WithSummary("What a member has begun to write in a conversation");
        drafts.MapPut("", KeepDraftAsync).WithSummary("Keep what a member has begun to write; it is not sent").WithExamples("""{"text":"Hello Ma"}""");
        var views = api.MapGroup("/views").RequireScope(Scopes.Messages).WithTags("Drafts and views");
        views.MapGet("", ListViewsAsync).WithSummary("List a member's views of the conversation list by name; all on one page");
        views.MapPost("", SaveViewAsync).WithSummary("Keep a view")
            .WithExamples("""{"memberId":"019f0000-0000-7000-8000-000000000001","name":"Free","filter":"status=open&assignee=none"}""");
        views.MapDelete("/{id:guid}", DeleteViewAsync).WithSummary("Delete a view");
    }

    private static async Task<Results<Ok<DraftText>, ProblemHttpResult>> FindDraftAsync(Guid id, Guid memberId, MemberDesk desk, CancellationToken cancellationToken) =>
        (await desk.FindDraftAsync(id, memberId, cancellationToken)).ToOk();

    private static async Task<Results<Ok<DraftText>, ProblemHttpResult>> KeepDraftAsync(
        Guid id, Guid memberId, KeepDraft body, MemberDesk desk, CancellationToken cancellationToken) =>
        (await desk.KeepDraftAsync(id, memberId, body.Text, cancellationToken)).ToOk();

    private static async Task<Ok<Page<SavedViewLine>>> ListViewsAsync(Guid memberId, MemberDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<SavedViewLine>(await desk.ViewsAsync(memberId, cancellationToken), Next: null));

    private static async Task<Results<Created<SavedViewLine>, ProblemHttpResult>> SaveViewAsync(SaveView body, MemberDesk desk, CancellationToken cancellationToken) =>
        (await desk.SaveViewAsync(body.MemberId, body.Name, body.Filter, cancellationToken)).ToAnswer(view => TypedResults.Created((string?)null, view));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteViewAsync(Guid id, MemberDesk desk, CancellationToken cancellationToken) =>
        (await desk.DeleteViewAsync(id, cancellationToken)).ToAnswer(_ => TypedResults.NoContent());
}
