using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Accounts;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Mail;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Tenancy;

internal static class TenantEndpoints
{
    internal sealed record CreateTenant(string? Name, string? OwnerEmail);

    /// <param name="ApiToken">May do everything in the tenant. Shown this once.</param>
    internal sealed record TenantCreated(Guid Id, string Name, string ApiToken);

    internal sealed record TenantItem(Guid Id, string Name, string OwnerEmail, DateTimeOffset CreatedAt);

    public static void MapTenants(this IEndpointRouteBuilder api)
    {
        var tenants = api.MapGroup("/tenants").RequireOperator().WithTags("Tenants");
        tenants.MapPost("", CreateAsync)
            .WithSummary("Create a tenant and its first token; its owner is invited by mail")
            .WithExamples("""{"name":"Example SMM","ownerEmail":"owner@example.com"}""", """{"id":"01981f6e-0000-7000-8000-000000000001","name":"Example SMM","apiToken":"pa_…"}""");
        tenants.MapGet("", ListAsync).WithSummary("List tenants, newest first");
    }

    private static async Task<Results<Created<TenantCreated>, ProblemHttpResult>> CreateAsync(
        CreateTenant body, AppDbContext db, TenantContext scope, AuditLog audit, Invitations invitations, MailSetup mail, SequentialIds ids, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var name = errors.Text("name", body.Name, 200);
        var email = errors.Text("ownerEmail", body.OwnerEmail, 254);
        if (email.Length > 0 && !EmailAddresses.LooksRight(email))
        {
            errors.Add("ownerEmail", "Not an e-mail address.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var now = time.GetUtcNow();
        var tenant = new Tenant { Id = new TenantId(ids.Next()), Name = name, OwnerEmail = email, CreatedAt = now };
        scope.Set(tenant.Id);
        var (token, text) = TokenEndpoints.NewToken(tenant.Id, "first token", [Scopes.All], ids.Next(), now);
        db.AddRange(tenant, token);
        audit.Add("tenant.created", "tenant", tenant.Id.Value);
        audit.Add("token.created", "token", token.Id, AuditDetails.Value("scopes", token.Scopes));
        if (mail.IsReady)
        {
            invitations.Add(email, MemberRole.Owner, name, "PanelAssist", member: Guid.Empty);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created((string?)null, new TenantCreated(tenant.Id.Value, name, text));
    }

    private static async Task<Results<Ok<Page<TenantItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        var last = page.After is { } after ? new TenantId(after.Id) : default;
        var rows = await db.Tenants.AsNoTracking()
            .Where(e => page.After == null || e.Id < last)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new IdCursor(row.Id.Value), row => new TenantItem(row.Id.Value, row.Name, row.OwnerEmail, row.CreatedAt)));
    }
}
