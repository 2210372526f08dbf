using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Channels;

internal static class ChannelEndpoints
{
    /// <param name="PanelIds">The panels this channel answers for, in order.</param>
    /// <param name="Settings">By kind. Telegram: <c>token</c>, <c>delivery</c>. Web chat: <c>allowedOrigins</c>, <c>title</c>, <c>greeting</c>, <c>color</c>.</param>
    internal sealed record CreateChannel(string? Kind, string? Name, IReadOnlyList<Guid>? PanelIds, JsonElement? Settings);

    /// <param name="HookUrl">Where the channel delivers; of a web chat its page.</param>
    /// <param name="HookSecret">Proves who delivers; of a web chat the key of signed identities. Shown this once.</param>
    internal sealed record ChannelCreated(Guid Id, Uri HookUrl, string HookSecret);

    /// <summary>What is left out stays as it is; <paramref name="Settings"/> replaces all settings but the credential.</summary>
    internal sealed record ChangeChannel(string? Name, IReadOnlyList<Guid>? PanelIds, JsonElement? Settings, bool? Enabled);

    internal sealed record SecretRotated(string HookSecret);

    internal sealed record ChannelItem(
        Guid Id, string Kind, string Name, IReadOnlyList<Guid> PanelIds, JsonElement Settings, Uri HookUrl,
        ConnectionState State, string? StateReason, DateTimeOffset CreatedAt);

    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        var channels = api.MapGroup("/channels").WithTags("Channels");
        channels.MapPost("", CreateAsync).RequireScope(Scopes.Manage)
            .WithSummary("Connect a channel")
            .WithDescription("A Telegram bot is checked and its webhook registered at once. If Telegram refuses, the answer is 422 with its words, and nothing is stored.")
            .WithExamples(
                """{"kind":"telegram","name":"Support bot","panelIds":["01981f6e-0000-7000-8000-000000000001"],"settings":{"token":"123456:…","delivery":"auto"}}""",
                """{"id":"01981f6e-0000-7000-8000-000000000002","hookUrl":"https://bot.example.com/hooks/telegram/01981f6e-0000-7000-8000-000000000002","hookSecret":"…"}""");
        channels.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List channels, newest first");
        channels.MapGet("/{id:guid}", GetAsync).RequireScope(Scopes.Read).WithSummary("Show a channel");
        channels.MapPatch("/{id:guid}", ChangeAsync).RequireScope(Scopes.Manage)
            .WithSummary("Change a channel, switch it on or off")
            .WithExamples("""{"name":"Support","enabled":true}""");
        channels.MapDelete("/{id:guid}", DeleteAsync).RequireScope(Scopes.Manage)
            .WithSummary("Disconnect a channel and forget its credential and its customers' links");
        channels.MapPost("/{id:guid}/rotate-secret", RotateSecretAsync).RequireScope(Scopes.Manage)
            .WithSummary("Replace the hook's secret; the old one stops working at once");
    }

    private static async Task<Results<Created<ChannelCreated>, ProblemHttpResult>> CreateAsync(
        CreateChannel body, ChannelChanges changes, PublicAddress address, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var kind = errors.Kind(body.Kind);
        var name = errors.Text("name", body.Name, 200);
        var panelIds = await changes.PanelsAsync(body.PanelIds ?? [], errors, cancellationToken);
        var settings = kind is { } known ? ChannelSettings.Read(known, body.Settings, isNew: true, errors) : null;
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (connection, secret, refusal) = await changes.CreateAsync(kind!.Value, name, panelIds, settings!, cancellationToken);
        return refusal is null
            ? TypedResults.Created(
                $"/api/v1/channels/{connection.Id}",
                new ChannelCreated(connection.Id, address.For(ChannelWire.HookPath(connection.Kind, connection.Id)), secret))
            : Problems.Invalid("settings", refusal);
    }

    private static async Task<Results<Ok<Page<ChannelItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, PublicAddress address, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        var rows = await db.ChannelConnections.AsNoTracking()
            .Where(e => page.After == null || e.Id < page.After.Value.Id)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new IdCursor(row.Id), row => Show(row, address)));
    }

    private static async Task<Results<Ok<ChannelItem>, ProblemHttpResult>> GetAsync(
        Guid id, AppDbContext db, PublicAddress address, CancellationToken cancellationToken) =>
        await db.ChannelConnections.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } connection
            ? TypedResults.Ok(Show(connection, address))
            : Problems.NotFound("channel");

    private static async Task<Results<Ok<ChannelItem>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeChannel body, AppDbContext db, ChannelChanges changes, PublicAddress address, CancellationToken cancellationToken)
    {
        if (await db.ChannelConnections.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } connection)
        {
            return Problems.NotFound("channel");
        }

        var errors = new FieldErrors();
        var name = body.Name is null ? connection.Name : errors.Text("name", body.Name, 200);
        var panelIds = body.PanelIds is null ? connection.PanelIds : await changes.PanelsAsync(body.PanelIds, errors, cancellationToken);
        var settings = body.Settings is null ? null : ChannelSettings.Read(connection.Kind, body.Settings, isNew: false, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var refusal = await changes.ChangeAsync(connection, name, panelIds, settings, body.Enabled, cancellationToken);
        return refusal is null ? TypedResults.Ok(Show(connection, address)) : Problems.Invalid("settings", refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, AppDbContext db, ChannelChanges changes, CancellationToken cancellationToken)
    {
        if (await db.ChannelConnections.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } connection)
        {
            return Problems.NotFound("channel");
        }

        await changes.DeleteAsync(connection, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SecretRotated>, ProblemHttpResult>> RotateSecretAsync(
        Guid id, AppDbContext db, ChannelChanges changes, CancellationToken cancellationToken)
    {
        if (await db.ChannelConnections.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } connection)
        {
            return Problems.NotFound("channel");
        }

        var (secret, refusal) = await changes.RotateSecretAsync(connection, cancellationToken);
        return refusal is null ? TypedResults.Ok(new SecretRotated(secret)) : Problems.Invalid("settings", refusal);
    }

    private static ChannelItem Show(ChannelConnection connection, PublicAddress address) => new(
        connection.Id, ChannelWire.Name(connection.Kind), connection.Name, connection.PanelIds,
        JsonSerializer.Deserialize<JsonElement>(connection.Settings),
        address.For(ChannelWire.HookPath(connection.Kind, connection.Id)),
        connection.State, connection.StateReason, connection.CreatedAt);
}
