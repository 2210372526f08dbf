using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tenancy.Tokens;

/// <param name="Token">Shown this once; only a hash is kept.</param>
internal sealed record TokenCreated(Guid Id, string Name, IReadOnlyList<string> Scopes, string Token, DateTimeOffset CreatedAt);

/// <param name="LastUsedAt">To within five minutes.</param>
internal sealed record TokenItem(
    Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <summary>A tenant's tokens: made, listed and revoked, by the API or by a page.</summary>
internal sealed class TokenDesk(AppDbContext db, TenantContext tenant, AuditLog audit, TokenDirectory directory, SequentialIds ids, TimeProvider time)
{
    /// <param name="name">What people call it.</param>
    /// <param name="wanted">What it may do.</param>
    /// <param name="granted">What its maker may do: nobody gives away more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DeskResult<TokenCreated>> CreateAsync(string? name, IReadOnlyList<string>? wanted, IReadOnlyCollection<string> granted, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var words = errors.Text("name", name, 200);
        var scopes = (wanted ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (scopes.Count == 0 || scopes.Exists(scope => !Scopes.Names.Contains(scope, StringComparer.Ordinal)))
        {
            errors.Add("scopes", $"One or more of: {string.Join(", ", Scopes.Names)}.");
        }
        else if (scopes.Find(scope => !Scopes.Covers(granted, scope)) is { } excess)
        {
            errors.Add("scopes", $"Your own token does not have '{excess}', so it cannot give it away.");
        }

        if (errors.Any)
        {
            return new DeskResult<TokenCreated>.Invalid(errors.ByField);
        }

        var (row, text) = TokenEndpoints.NewToken(tenant.Current, words, scopes, ids.Next(), time.GetUtcNow());
        db.Add(row);
        audit.Add("token.created", "token", row.Id, AuditDetails.Value("scopes", row.Scopes));
        await db.SaveChangesAsync(cancellationToken);
        return new DeskResult<TokenCreated>.Done(new TokenCreated(row.Id, words, scopes, text, row.CreatedAt));
    }

    /// <summary>Newest first, revoked ones too.</summary>
    public async Task<Page<TokenItem>> FindAsync(PageRequest<IdCursor> page, CancellationToken cancellationToken)
    {
        var rows = await db.ApiTokens.AsNoTracking()
            .Where(e => page.After == null || e.Id < page.After.Value.Id)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .Select(e => new { e.Id, e.Name, e.Scopes, e.CreatedAt, e.LastUsedAt, e.RevokedAt })
            .ToListAsync(cancellationToken);
        return Page.Of(rows, page, row => new IdCursor(row.Id), row =>
            new TokenItem(row.Id, row.Name, row.Scopes.Split(' '), row.CreatedAt, row.LastUsedAt, row.RevokedAt));
    }

    /// <summary>From now on it opens nothing. Revoking it again changes nothing.</summary>
    public async Task<DeskResult<bool>> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.ApiTokens.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } token)
        {
            return new DeskResult<bool>.NotFound("token");
        }

        if (token.RevokedAt is null)
        {
            token.RevokedAt = time.GetUtcNow();
            audit.Add("token.revoked", "token", id);
            await db.SaveChangesAsync(cancellationToken);
        }

        directory.Forget(token.Hash);
        return new DeskResult<bool>.Done(true);
    }
}
