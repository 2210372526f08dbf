using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Api;

namespace PanelAssist.Server.Tenancy.Tokens;

internal static class TokenEndpoints
{
    internal sealed record CreateToken(string? Name, IReadOnlyList<string>? Scopes);

    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens").RequireScope(Scopes.Manage).WithTags("Tokens");
        tokens.MapPost("", CreateAsync)
            .WithSummary("Create a token; its text is in this answer only")
            .WithDescription($"Scopes: {string.Join(", ", Scopes.Names)}. A token can give away only what it has itself.")
            .WithExamples("""{"name":"Reports","scopes":["read"]}""");
        tokens.MapGet("", ListAsync).WithSummary("List tokens, newest first, revoked ones too");
        tokens.MapDelete("/{id:guid}", RevokeAsync).WithSummary("Revoke a token at once");
    }

    /// <returns>The row, and the text that is shown once.</returns>
    public static (ApiToken Row, string Text) NewToken(TenantId tenant, string name, IEnumerable<string> scopes, Guid id, DateTimeOffset now)
    {
        var text = TokenText.Create();
        var row = new ApiToken { Id = id, TenantId = tenant, Name = name, Hash = TokenText.Hash(text), Scopes = string.Join(' ', scopes), CreatedAt = now };
        return (row, text);
    }

    private static async Task<Results<Created<TokenCreated>, ProblemHttpResult>> CreateAsync(
        CreateToken body, ClaimsPrincipal user, TokenDesk tokens, CancellationToken cancellationToken) =>
        (await tokens.CreateAsync(body.Name, body.Scopes, [.. user.Scopes()], cancellationToken)).ToAnswer(token => TypedResults.Created((string?)null, token));

    private static async Task<Results<Ok<Page<TokenItem>>, ProblemHttpResult>> ListAsync(
        TokenDesk tokens, int? limit, string? cursor, CancellationToken cancellationToken) =>
        PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal ? refusal : TypedResults.Ok(await tokens.FindAsync(page, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Guid id, TokenDesk tokens, CancellationToken cancellationToken) =>
        (await tokens.RevokeAsync(id, cancellationToken)).ToAnswer(_ => TypedResults.NoContent());
}
