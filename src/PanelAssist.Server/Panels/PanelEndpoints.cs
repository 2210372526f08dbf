using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Panels;

internal static class PanelEndpoints
{
    /// <param name="Kind"><c>auto</c> tries the protocols in turn.</param>
    /// <param name="AdminKey">The panel's admin API key.</param>
    /// <param name="ApiKey">The owner's customer API key. With neither key the panel is asked only with customers' own keys.</param>
    internal sealed record CreatePanel(string? Name, string? Kind, string? BaseUrl, string? AdminKey, string? ApiKey);

    /// <summary>What is left out stays as it is. New keys are tried at the panel first.</summary>
    internal sealed record ChangePanel(string? Name, string? AdminKey, string? ApiKey, string? BulkIdsField);

    internal sealed record PanelItem(
        Guid Id, string Name, string Kind, string BaseUrl, IReadOnlyList<string> Capabilities, bool HasAdminKey, bool HasApiKey, string BulkIdsField, DateTimeOffset CreatedAt);

    public static void MapPanels(this IEndpointRouteBuilder api)
    {
        var panels = api.MapGroup("/panels").WithTags("Panels");
        panels.MapPost("", CreateAsync).RequireScope(Scopes.Manage)
            .WithSummary("Connect a panel")
            .WithDescription("The panel is called with the keys given. If it cannot be reached or refuses them, the answer is 422 with what was tried, and nothing is stored.")
            .WithExamples("""{"name":"Main panel","kind":"auto","baseUrl":"https://panel.example.com","adminKey":"…"}""");
        panels.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List panels, newest first");
        panels.MapGet("/{id:guid}", GetAsync).RequireScope(Scopes.Read).WithSummary("Show a panel");
        panels.MapPatch("/{id:guid}", ChangeAsync).RequireScope(Scopes.Manage)
            .WithSummary("Rename a panel or change its keys")
            .WithExamples("""{"adminKey":"…"}""");
        panels.MapDelete("/{id:guid}", DeleteAsync).RequireScope(Scopes.Manage)
            .WithSummary("Disconnect a panel and forget its links and keys")
            .WithDescription("409 while a channel still answers for it.");
    }

    private static async Task<Results<Created<PanelItem>, ProblemHttpResult>> CreateAsync(
        CreatePanel body, AppDbContext db, TenantContext tenant, PanelProbe probe, ISecretProtector secrets, AuditLog audit, SequentialIds ids, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var name = errors.Text("name", body.Name, 200);
        var kind = errors.Kind(body.Kind);
        if (!PanelAddress.TryNormalize(body.BaseUrl ?? "", out var baseUrl, out var addressProblem))
        {
            errors.Add("baseUrl", addressProblem);
        }

        var adminKey = errors.OptionalKey("adminKey", body.AdminKey);
        var apiKey = errors.OptionalKey("apiKey", body.ApiKey);
        if (errors.Any || baseUrl is null)
        {
            return errors.ToProblem();
        }

        switch (await probe.TryConnectAsync(kind, baseUrl, adminKey, apiKey, cancellationToken))
        {
            case ProbeResult.Connected connected:
                var panel = new PanelConnection
                {
                    Id = ids.Next(),
                    TenantId = tenant.Current,
                    Name = name,
                    Kind = connected.Kind,
                    BaseUrl = baseUrl,
                    AdminKey = await ProtectAsync(secrets, tenant.Current, SecretPurpose.PanelAdminKey, adminKey, cancellationToken),
                    ApiKey = await ProtectAsync(secrets, tenant.Current, SecretPurpose.PanelApiKey, apiKey, cancellationToken),
                    Capabilities = connected.Capabilities,
                    BulkIdsField = "ids",
                    CreatedAt = time.GetUtcNow(),
                };
                db.Add(panel);
                audit.Add("panel.created", "panel", panel.Id, AuditDetails.Value("kind", PanelWire.Name(panel.Kind)));
                await db.SaveChangesAsync(cancellationToken);
                return TypedResults.Created($"/api/v1/panels/{panel.Id}", Show(panel));
            case ProbeResult.Failed failed:
                return NotConnected(failed, adminKey, apiKey);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<Results<Ok<Page<PanelItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        var rows = await db.PanelConnections.AsNoTracking()
            .Where(e => page.After == null || e.Id < page.After.Value.Id)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new IdCursor(row.Id), Show));
    }

    private static async Task<Results<Ok<PanelItem>, ProblemHttpResult>> GetAsync(Guid id, AppDbContext db, CancellationToken cancellationToken) =>
        await db.PanelConnections.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } panel
            ? TypedResults.Ok(Show(panel))
            : Problems.NotFound("panel");

    private static async Task<Results<Ok<PanelItem>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangePanel body, AppDbContext db, PanelProbe probe, ISecretProtector secrets, AuditLog audit, PanelDirectory directory, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await db.PanelConnections.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } panel)
        {
            return Problems.NotFound("panel");
        }

        var errors = new FieldErrors();
        var name = body.Name is null ? panel.Name : errors.Text("name", body.Name, 200);
        var adminKey = errors.OptionalKey("adminKey", body.AdminKey);
        var apiKey = errors.OptionalKey("apiKey", body.ApiKey);
        var bulkIdsField = errors.BulkIdsField(body.BulkIdsField) ?? panel.BulkIdsField;
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (adminKey is not null || apiKey is not null)
        {
            var result = await probe.TryConnectAsync(
                PanelWire.Name(panel.Kind),
                panel.BaseUrl,
                adminKey ?? await RevealAsync(secrets, panel.TenantId, SecretPurpose.PanelAdminKey, panel.AdminKey, cancellationToken),
                apiKey ?? await RevealAsync(secrets, panel.TenantId, SecretPurpose.PanelApiKey, panel.ApiKey, cancellationToken),
                cancellationToken);
            if (result is not ProbeResult.Connected connected)
            {
                return NotConnected((ProbeResult.Failed)result, adminKey, apiKey);
            }

            panel.Capabilities = connected.Capabilities;
            panel.AdminKey = await ProtectAsync(secrets, panel.TenantId, SecretPurpose.PanelAdminKey, adminKey, cancellationToken) ?? panel.AdminKey;
            panel.ApiKey = await ProtectAsync(secrets, panel.TenantId, SecretPurpose.PanelApiKey, apiKey, cancellationToken) ?? panel.ApiKey;
            audit.Add("panel.keys_changed", "panel", id, AuditDetails.Fields(adminKey is null ? null : "adminKey", apiKey is null ? null : "apiKey"));
        }

        var changed = AuditDetails.Fields(panel.Name == name ? null : "name", panel.BulkIdsField == bulkIdsField ? null : "bulkIdsField");
        panel.Name = name;
        panel.BulkIdsField = bulkIdsField;
        audit.Add("panel.changed", "panel", id, changed);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget(id);
        await Gateway(grains, panel).ForgetSettingsAsync();
        return TypedResults.Ok(Show(panel));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, AppDbContext db, AuditLog audit, PanelDirectory directory, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await db.PanelConnections.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } panel)
        {
            return Problems.NotFound("panel");
        }

        var channels = await db.ChannelConnections.AsNoTracking().Select(e => new { e.Name, e.PanelIds }).ToListAsync(cancellationToken);
        var inUse = channels.Where(channel => channel.PanelIds.Contains(id)).Select(channel => channel.Name).ToList();
        if (inUse.Count > 0)
        {
            return Problems.Conflict($"These channels still answer for the panel; change their panelIds first: {string.Join(", ", inUse)}.");
        }

        db.RemoveRange(await db.PanelLinks.Where(e => e.PanelId == id).ToListAsync(cancellationToken));
        db.Remove(panel);
        audit.Add("panel.deleted", "panel", id);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget(id);
        await Gateway(grains, panel).ForgetSettingsAsync();
        return TypedResults.NoContent();
    }

    private static IPanelGatewayGrain Gateway(IGrainFactory grains, PanelConnection panel) =>
        grains.GetGrain<IPanelGatewayGrain>($"{panel.TenantId}/{panel.Id:N}");

    private static PanelItem Show(PanelConnection panel) => new(
        panel.Id, panel.Name, PanelWire.Name(panel.Kind), panel.BaseUrl.AbsoluteUri, PanelWire.Names(panel.Capabilities),
        panel.AdminKey is not null, panel.ApiKey is not null, panel.BulkIdsField, panel.CreatedAt);

    private static ProblemHttpResult NotConnected(ProbeResult.Failed failed, params string?[] keys) => TypedResults.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        detail: "The panel could not be connected. Check the address and the keys; 'tried' says what was asked and what came back.",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["tried"] = failed.Attempts.Select(attempt => WithoutKeys($"{attempt.Tried}: {attempt.CameBack}", keys)).ToList() });

    /// <summary>A panel may repeat the key it refuses.</summary>
    private static string WithoutKeys(string line, string?[] keys) =>
        keys.Aggregate(line, (text, key) => key is null ? text : text.Replace(key, "***", StringComparison.OrdinalIgnoreCase));

    private static async Task<byte[]?> ProtectAsync(ISecretProtector secrets, TenantId tenant, SecretPurpose purpose, string? key, CancellationToken cancellationToken) =>
        key is null ? null : await secrets.ProtectAsync(tenant, purpose, key, cancellationToken);

    private static async Task<string?> RevealAsync(ISecretProtector secrets, TenantId tenant, SecretPurpose purpose, byte[]? key, CancellationToken cancellationToken) =>
        key is null ? null : (await secrets.RevealAsync(tenant, purpose, key, cancellationToken)).Reveal();
}
