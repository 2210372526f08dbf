using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Conversations;

internal static class ConversationEndpoints
{
    /// <param name="ExternalId">The chat's id on the channel; in private chats that is the person's id.</param>
    /// <param name="Status"><c>pending</c>: the assistant has it; <c>open</c>: people have it.</param>
    internal sealed record ConversationItem(
        Guid Id, Guid ChannelId, string ExternalId, long? ThreadId, bool IsPrivate, ConversationStatus Status, string Language, bool Unreachable,
        DateTimeOffset CreatedAt, DateTimeOffset LastMessageAt);

    /// <param name="Delivery">Null for what came in.</param>
    internal sealed record MessageItem(Guid Id, long Sequence, string Direction, MessageAuthor Author, string Text, DateTimeOffset At, Delivery? Delivery);

    internal sealed record WriteMessage(string? Text);

    internal sealed record MessageWritten(Guid Id, long Sequence);

    internal sealed record StatusChanged(Guid Id, ConversationStatus Status);

    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var conversations = api.MapGroup("/conversations").WithTags("Conversations");
        conversations.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List conversations, the last active first");
        conversations.MapGet("/{id:guid}", GetAsync).RequireScope(Scopes.Read).WithSummary("Show a conversation");
        conversations.MapGet("/{id:guid}/messages", MessagesAsync).RequireScope(Scopes.Read).WithSummary("Read a conversation's messages in order");
        conversations.MapPost("/{id:guid}/messages", SayAsync).RequireScope(Scopes.Messages)
            .WithSummary("Write as an agent: takes the conversation over from the assistant")
            .WithExamples("""{"text":"Hello Maria, I am looking into it."}""");
        conversations.MapPost("/{id:guid}/resolve", ResolveAsync).RequireScope(Scopes.Messages).WithSummary("Close a conversation; the assistant answers when the customer writes again");
        conversations.MapPost("/{id:guid}/hand-back", HandBackAsync).RequireScope(Scopes.Messages).WithSummary("Give a conversation back to the assistant");
    }

    private static async Task<Results<Ok<Page<ConversationItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, Guid? channelId, string? externalId, string? status, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<MomentCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        if (externalId is not null && channelId is null)
        {
            return Problems.BadQuery("channelId", "Needed with externalId: the same id can be another person on another channel.");
        }

        if (!ApiNames.TryRead<ConversationStatus>(status, out var wanted))
        {
            return Problems.BadQuery("status", $"One of: {ApiNames.Of<ConversationStatus>()}.");
        }

        var conversations = db.Conversations.AsNoTracking();
        if (page.After is { } after)
        {
            conversations = conversations.Where(e => e.LastMessageAt < after.At || (e.LastMessageAt == after.At && e.Id < after.Id));
        }

        var rows = await Shown(conversations
                .Where(e => channelId == null || e.ChannelConnectionId == channelId)
                .Where(e => externalId == null || e.ChatId == externalId)
                .Where(e => wanted == null || e.Status == wanted)
                .OrderByDescending(e => e.LastMessageAt).ThenByDescending(e => e.Id)
                .Take(page.Take))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new MomentCursor(row.LastMessageAt, row.Id), row => row));
    }

    private static async Task<Results<Ok<ConversationItem>, ProblemHttpResult>> GetAsync(Guid id, AppDbContext db, CancellationToken cancellationToken) =>
        await Shown(db.Conversations.AsNoTracking().Where(e => e.Id == id)).SingleOrDefaultAsync(cancellationToken) is { } conversation
            ? TypedResults.Ok(conversation)
            : Problems.NotFound("conversation");

    private static async Task<Results<Ok<Page<MessageItem>>, ProblemHttpResult>> MessagesAsync(
        Guid id, AppDbContext db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<SequenceCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        if (!await db.Conversations.AnyAsync(e => e.Id == id, cancellationToken))
        {
            return Problems.NotFound("conversation");
        }

        var rows = await db.Messages.AsNoTracking()
            .Where(e => e.ConversationId == id && (page.After == null || e.Sequence > page.After.Value.Sequence))
            .OrderBy(e => e.Sequence)
            .Take(page.Take)
            .Select(e => new { e.Id, e.Sequence, e.Direction, e.Author, e.Text, e.At, e.Delivery })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => new SequenceCursor(row.Sequence), row => new MessageItem(
            row.Id, row.Sequence, NameOf(row.Direction), row.Author, row.Text, row.At, row.Direction is MessageDirection.Outgoing ? row.Delivery : null)));
    }

    private static async Task<Results<Created<MessageWritten>, ProblemHttpResult>> SayAsync(
        Guid id, WriteMessage body, AppDbContext db, TenantContext tenant, Actor actor, AuditLog audit, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!await db.Conversations.AnyAsync(e => e.Id == id, cancellationToken))
        {
            return Problems.NotFound("conversation");
        }

        var errors = new FieldErrors();
        var text = errors.Text("text", body.Text, Reply.MaxLength);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var said = await Grain(grains, tenant.Current, id).SayAsAgentAsync(text, actor.Name);
        audit.Add("conversation.message_written", "conversation", id);
        await db.SaveChangesAsync(CancellationToken.None);
        return TypedResults.Created((string?)null, new MessageWritten(said.MessageId, said.Sequence));
    }

    private static Task<Results<Ok<StatusChanged>, ProblemHttpResult>> ResolveAsync(
        Guid id, AppDbContext db, TenantContext tenant, Actor actor, AuditLog audit, IGrainFactory grains, CancellationToken cancellationToken) =>
        SetStatusAsync(id, ConversationStatus.Resolved, "conversation.resolved", db, tenant, actor, audit, grains, cancellationToken);

    private static Task<Results<Ok<StatusChanged>, ProblemHttpResult>> HandBackAsync(
        Guid id, AppDbContext db, TenantContext tenant, Actor actor, AuditLog audit, IGrainFactory grains, CancellationToken cancellationToken) =>
        SetStatusAsync(id, ConversationStatus.Pending, "conversation.handed_back", db, tenant, actor, audit, grains, cancellationToken);

    private static async Task<Results<Ok<StatusChanged>, ProblemHttpResult>> SetStatusAsync(
        Guid id, ConversationStatus status, string action, AppDbContext db, TenantContext tenant, Actor actor, AuditLog audit, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!await db.Conversations.AnyAsync(e => e.Id == id, cancellationToken))
        {
            return Problems.NotFound("conversation");
        }

        var now = await Grain(grains, tenant.Current, id).SetStatusAsync(status, actor.Name);
        audit.Add(action, "conversation", id);
        await db.SaveChangesAsync(CancellationToken.None);
        return TypedResults.Ok(new StatusChanged(id, now));
    }

    private static IConversationGrain Grain(IGrainFactory grains, TenantId tenant, Guid id) =>
        grains.GetGrain<IConversationGrain>(new ConversationKey(tenant, id).ToString());

    private static IQueryable<ConversationItem> Shown(IQueryable<Conversation> conversations) => conversations.Select(e => new ConversationItem(
        e.Id, e.ChannelConnectionId, e.ChatId, e.ThreadId, e.IsPrivate, e.Status, e.Language, e.Unreachable, e.CreatedAt, e.LastMessageAt));

    private static string NameOf(MessageDirection direction) => direction switch
    {
        MessageDirection.Incoming => "in",
        MessageDirection.Outgoing => "out",
        MessageDirection.Note => "note",
        MessageDirection.Activity => "activity",
    };
}
