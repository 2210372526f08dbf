using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tenancy.Tokens;

internal static class TokenEndpoints
{
    internal sealed record CreateToken(string? Name, IReadOnlyList<string>? Scopes);

    /// <param name="Token">Shown this once; only a hash is kept.</param>
    internal sealed record TokenCreated(Guid Id, string Name, IReadOnlyList<string> Scopes, string Token, DateTimeOffset CreatedAt);

    /// <param name="LastUsedAt">To within five minutes.</param>
    internal sealed record TokenItem(
        Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

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
        CreateToken body, ClaimsPrincipal user, AppDbContext db, TenantContext tenant, AuditLog audit, SequentialIds ids, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var name = errors.Text("name", body.Name, 200);
        var scopes = (body.Scopes ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (scopes.Count == 0 || scopes.Exists(scope => !Scopes.Names.Contains(scope, StringComparer.Ordinal)))
        {
            errors.Add("scopes", $"One or more of: {string.Join(", ", Scopes.Names)}.");
        }
        else if (scopes.Find(scope => !Scopes.Covers(user.Scopes(), scope)) is { } excess)
        {
            errors.Add("scopes", $"Your own token does not have '{excess}', so it cannot give it away.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (row, text) = NewToken(tenant.Current, name, scopes, ids.Next(), time.GetUtcNow());
        db.Add(row);
        audit.Add("token.created", "token", row.Id, AuditDetails.Value("scopes", row.Scopes));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created((string?)null, new TokenCreated(row.Id, name, scopes, text, row.CreatedAt));
    }

    private static async Task<Results<Ok<Page<TokenItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        var rows = await db.ApiTokens.AsNoTracking()
            .Where(e => page.After == null || e.Id < page.After.Value.Id)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .Select(e => new { e.Id, e.Name, e.Scopes, e.CreatedAt, e.LastUsedAt, e.RevokedAt })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new IdCursor(row.Id), row =>
            new TokenItem(row.Id, row.Name, row.Scopes.Split(' '), row.CreatedAt, row.LastUsedAt, row.RevokedAt)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, AppDbContext db, TokenDirectory directory, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.ApiTokens.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } token)
        {
            return Problems.NotFound("token");
        }

        if (token.RevokedAt is null)
        {
            token.RevokedAt = time.GetUtcNow();
            audit.Add("token.revoked", "token", id);
            await db.SaveChangesAsync(cancellationToken);
        }

        directory.Forget(token.Hash);
        return TypedResults.NoContent();
    }
}
