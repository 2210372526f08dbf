using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Api;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Conversations;

internal static class LabelEndpoints
{
    internal sealed record NameLabel(string? Name);

    public static void MapLabels(this IEndpointRouteBuilder api)
    {
        var labels = api.MapGroup("/labels").WithTags("Labels");
        labels.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List the labels by name; all on one page");
        labels.MapPost("", CreateAsync).RequireScope(Scopes.Messages).WithSummary("Make a label").WithExamples("""{"name":"refund"}""");
        labels.MapPatch("/{id:guid}", RenameAsync).RequireScope(Scopes.Messages).WithSummary("Rename a label").WithExamples("""{"name":"refunds"}""");
    }

    private static async Task<Ok<Page<LabelLine>>> ListAsync(LabelBook labels, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<LabelLine>(await labels.AllAsync(cancellationToken), Next: null));

    private static async Task<Results<Created<LabelLine>, ProblemHttpResult>> CreateAsync(NameLabel body, LabelBook labels, CancellationToken cancellationToken) =>
        (await labels.CreateAsync(body.Name, cancellationToken)).ToAnswer(label => TypedResults.Created((string?)null, label));

    private static async Task<Results<Ok<LabelLine>, ProblemHttpResult>> RenameAsync(Guid id, NameLabel body, LabelBook labels, CancellationToken cancellationToken) =>
        (await labels.RenameAsync(id, body.Name, cancellationToken)).ToOk();
}
