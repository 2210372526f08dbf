using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Linking;

internal static class LinkEndpoints
{
    /// <param name="ExternalId">The person on the channel: a Telegram user id, a web chat visitor id.</param>
    /// <param name="Username">The login at the panel.</param>
    /// <param name="PanelApiKey">The customer's own panel API key; refills need it.</param>
    internal sealed record CreateLink(Guid? ChannelId, string? ExternalId, Guid? PanelId, string? Username, string? PanelApiKey);

    internal sealed record LinkItem(
        Guid Id, Guid ChannelId, string ExternalId, Guid PanelId, string? Username, LinkProof Proof, bool HasPanelApiKey, DateTimeOffset CreatedAt);

    public static void MapLinks(this IEndpointRouteBuilder api)
    {
        var links = api.MapGroup("/links").WithTags("Links");
        links.MapPost("", CreateAsync).RequireScope(Scopes.Links)
            .WithSummary("Bind a customer to a panel account, on staff's word")
            .WithDescription("A second call for the same person and panel replaces the first; a key that is left out stays while the username stays.")
            .WithExamples("""{"channelId":"01981f6e-0000-7000-8000-000000000002","externalId":"123456789","panelId":"01981f6e-0000-7000-8000-000000000001","username":"maria"}""");
        links.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List links, newest first");
        links.MapDelete("/{id:guid}", DeleteAsync).RequireScope(Scopes.Links).WithSummary("Unbind, and forget the key");
    }

    private static async Task<Results<Created<LinkItem>, Ok<LinkItem>, ProblemHttpResult>> CreateAsync(
        CreateLink body, AppDbContext db, StaffLinks staffLinks, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var channel = await db.ChannelConnections.AsNoTracking().SingleOrDefaultAsync(e => e.Id == body.ChannelId, cancellationToken);
        if (channel is null)
        {
            errors.Add("channelId", "There is no such channel.");
        }

        if (!await db.PanelConnections.AnyAsync(e => e.Id == body.PanelId, cancellationToken))
        {
            errors.Add("panelId", "There is no such panel.");
        }
        else if (channel is not null && !channel.PanelIds.Contains(body.PanelId!.Value))
        {
            errors.Add("panelId", "The channel does not answer for this panel: add it to the channel's panelIds first.");
        }

        var externalId = errors.Text("externalId", body.ExternalId, 128);
        if (channel?.Kind is ChannelKind.Telegram && externalId.Length > 0 && !externalId.All(char.IsAsciiDigit))
        {
            errors.Add("externalId", "On Telegram this is the person's numeric id, not the @name.");
        }

        var username = errors.Text("username", body.Username, 128);
        var key = errors.OptionalKey("panelApiKey", body.PanelApiKey);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (link, isNew) = await staffLinks.StoreAsync(channel!.Id, externalId, body.PanelId!.Value, username, key, cancellationToken);
        var item = new LinkItem(link.Id, channel.Id, externalId, link.PanelId, link.Username, link.Proof, link.ApiKey is not null, link.CreatedAt);
        return isNew ? TypedResults.Created((string?)null, item) : TypedResults.Ok(item);
    }

    private static async Task<Results<Ok<Page<LinkItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, Guid? channelId, string? externalId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        if (externalId is not null && channelId is null)
        {
            return Problems.BadQuery("channelId", "Needed with externalId: the same id can be another person on another channel.");
        }

        var rows = await db.PanelLinks.AsNoTracking()
            .Join(db.ContactIdentities, link => link.IdentityId, identity => identity.Id, (link, identity) => new { link, identity })
            .Where(e => channelId == null || e.identity.ChannelConnectionId == channelId)
            .Where(e => externalId == null || e.identity.ExternalId == externalId)
            .Where(e => page.After == null || e.link.Id < page.After.Value.Id)
            .OrderByDescending(e => e.link.Id)
            .Take(page.Take)
            .Select(e => new LinkItem(
                e.link.Id, e.identity.ChannelConnectionId, e.identity.ExternalId, e.link.PanelId, e.link.Username, e.link.Proof, e.link.ApiKey != null, e.link.CreatedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new IdCursor(row.Id), row => row));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, AppDbContext db, LinkDirectory directory, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await db.PanelLinks.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } link)
        {
            return Problems.NotFound("link");
        }

        db.Remove(link);
        audit.Add("link.deleted", "link", id);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget(link.IdentityId);
        return TypedResults.NoContent();
    }
}
