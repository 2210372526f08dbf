using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Api;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Conversations;

internal static class CannedReplyEndpoints
{
    /// <param name="Name">What agents type to get it.</param>
    internal sealed record WriteCannedReply(string? Name, string? Text);

    public static void MapCannedReplies(this IEndpointRouteBuilder api)
    {
        var replies = api.MapGroup("/canned-replies").WithTags("Canned replies");
        replies.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List the texts agents have ready, newest first");
        replies.MapPost("", CreateAsync).RequireScope(Scopes.Messages).WithSummary("Make a canned reply").WithExamples("""{"name":"hours","text":"We answer from 9 to 18 UTC."}""");
        replies.MapPatch("/{id:guid}", ChangeAsync).RequireScope(Scopes.Messages).WithSummary("Change a canned reply").WithExamples("""{"text":"We answer from 9 to 20 UTC."}""");
        replies.MapDelete("/{id:guid}", DeleteAsync).RequireScope(Scopes.Messages).WithSummary("Delete a canned reply");
    }

    private static async Task<Results<Ok<Page<CannedReplyLine>>, ProblemHttpResult>> ListAsync(
        CannedReplyBook replies, int? limit, string? cursor, CancellationToken cancellationToken) =>
        PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal ? refusal : TypedResults.Ok(await replies.FindAsync(page, cancellationToken));

    private static async Task<Results<Created<CannedReplyLine>, ProblemHttpResult>> CreateAsync(
        WriteCannedReply body, CannedReplyBook replies, CancellationToken cancellationToken) =>
        (await replies.CreateAsync(body.Name, body.Text, cancellationToken)).ToAnswer(reply => TypedResults.Created((string?)null, reply));

    private static async Task<Results<Ok<CannedReplyLine>, ProblemHttpResult>> ChangeAsync(
        Guid id, WriteCannedReply body, CannedReplyBook replies, CancellationToken cancellationToken) =>
        (await replies.ChangeAsync(id, body.Name, body.Text, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid id, CannedReplyBook replies, CancellationToken cancellationToken) =>
        (await replies.DeleteAsync(id, cancellationToken)).ToAnswer(_ => TypedResults.NoContent());
}
