using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Api;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Conversations;

internal static class ConversationEndpoints
{
    /// <param name="Direction"><c>in</c>, <c>out</c>, <c>note</c> or <c>activity</c>; the last two are never sent.</param>
    /// <param name="Delivery">Null for what did not go to the customer.</param>
    /// <param name="MemberId">The member who wrote it, where one is known.</param>
    /// <param name="Mentions">The members a note calls on.</param>
    internal sealed record MessageItem(
        Guid Id, long Sequence, string Direction, MessageAuthor Author, Guid? MemberId, string Text, IReadOnlyList<Guid>? Mentions, DateTimeOffset At, Delivery? Delivery);

    /// <param name="MemberId">The member who writes; left out where a program does.</param>
    internal sealed record WriteMessage(string? Text, Guid? MemberId);

    /// <param name="Mentions">Members it calls on.</param>
    /// <param name="MemberId">The member who writes; left out where a program does.</param>
    internal sealed record WriteNote(string? Text, IReadOnlyList<Guid>? Mentions, Guid? MemberId);

    /// <param name="MemberId">The member who does it, and has the conversation from then on; left out where a program does.</param>
    internal sealed record ByMember(Guid? MemberId);

    internal sealed record SnoozeUntil(DateTimeOffset? Until, Guid? MemberId);

    /// <param name="AssigneeId">Null: nobody in particular.</param>
    internal sealed record AssignTo(Guid? AssigneeId, Guid? MemberId);

    /// <param name="Labels">All the conversation is to have; an empty list takes them away.</param>
    internal sealed record SetLabels(IReadOnlyList<Guid>? Labels, Guid? MemberId);

    internal sealed record MessageWritten(Guid Id, long Sequence);

    internal sealed record ConversationChanged(
        Guid Id, ConversationStatus Status, Guid? AssigneeId, DateTimeOffset? SnoozedUntil, IReadOnlyList<Guid> Labels, long Version);

    /// <param name="Next">The cursor to go on from, also when nothing has changed.</param>
    internal sealed record Changes(IReadOnlyList<ConversationLine> Items, string Next);

    private const string Member = "019f0000-0000-7000-8000-000000000001";

    private const string AsMember = $$"""{"memberId":"{{Member}}"}""";

    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var conversations = api.MapGroup("/conversations").WithTags("Conversations");
        conversations.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List conversations, the last active first")
            .WithDescription("`assignee` is a member's id, or `none`: people have it and nobody in particular. `waiting=true`: the customer waits for people.");
        conversations.MapGet("/changes", ChangesAsync).RequireScope(Scopes.Read).WithSummary("Read on what has changed, the oldest change first")
            .WithDescription("Without `cursor` it answers the place to begin from. A conversation of the last ten seconds may be shown again, with the same `version`.");
        conversations.MapGet("/{id:guid}", GetAsync).RequireScope(Scopes.Read).WithSummary("Show a conversation");
        conversations.MapGet("/{id:guid}/messages", MessagesAsync).RequireScope(Scopes.Read).WithSummary("Read a conversation's messages in order");
        conversations.MapPost("/{id:guid}/messages", SayAsync).RequireScope(Scopes.Messages)
            .WithSummary("Write as an agent: takes the conversation over from the assistant")
            .WithExamples("""{"text":"Hello Maria, I am looking into it."}""");
        conversations.MapPost("/{id:guid}/notes", NoteAsync).RequireScope(Scopes.Messages)
            .WithSummary("Write a private note; it is never sent")
            .WithExamples("""{"text":"Promised a refund by Friday."}""");
        conversations.MapPost("/{id:guid}/take-over", TakeOverAsync).RequireScope(Scopes.Messages)
            .WithSummary("Take a conversation over: the assistant is silent, and what it had not begun to send does not leave")
            .WithExamples(AsMember);
        conversations.MapPost("/{id:guid}/hand-back", HandBackAsync).RequireScope(Scopes.Messages).WithSummary("Give a conversation back to the assistant").WithExamples(AsMember);
        conversations.MapPost("/{id:guid}/resolve", ResolveAsync).RequireScope(Scopes.Messages)
            .WithSummary("Close a conversation; the assistant answers when the customer writes again").WithExamples(AsMember);
        conversations.MapPost("/{id:guid}/snooze", SnoozeAsync).RequireScope(Scopes.Messages)
            .WithSummary("Put a conversation off: it is open again at that moment, or at once when the customer writes")
            .WithExamples("""{"until":"2027-01-04T09:00:00Z"}""");
        conversations.MapPut("/{id:guid}/assignee", AssignAsync).RequireScope(Scopes.Messages)
            .WithSummary("Say which member has a conversation; what the assistant has is taken over")
            .WithExamples($$"""{"assigneeId":"{{Member}}"}""");
        conversations.MapPut("/{id:guid}/labels", LabelAsync).RequireScope(Scopes.Messages).WithSummary("Set a conversation's labels")
            .WithExamples("""{"labels":["019f0000-0000-7000-8000-0000000000aa"]}""");
    }

    private static async Task<Results<Ok<Page<ConversationLine>>, ProblemHttpResult>> ListAsync(
        ConversationLists lists, Guid? channelId, string? externalId, string? status, string? assignee, Guid? label, bool? waiting, int? limit, string? cursor, CancellationToken cancellationToken)
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

        var who = assignee is null ? null : AssigneeFilter.Find(assignee);
        if (assignee is not null && who is null)
        {
            return Problems.BadQuery("assignee", $"A member's id, or {AssigneeFilter.Nobody}.");
        }

        var filter = new ConversationFilter { Status = wanted, ChannelId = channelId, ExternalId = externalId, Assignee = who, Label = label, Waiting = waiting };
        return TypedResults.Ok(await lists.FindAsync(filter, page, cancellationToken));
    }

    private static async Task<Results<Ok<Changes>, ProblemHttpResult>> ChangesAsync(ConversationLists lists, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<MomentCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        var (items, next) = await lists.ChangedAsync(page, cancellationToken);
        return TypedResults.Ok(new Changes(items, next.Encode()));
    }

    private static async Task<Results<Ok<ConversationLine>, ProblemHttpResult>> GetAsync(Guid id, ConversationLists lists, CancellationToken cancellationToken) =>
        await lists.FindAsync(id, cancellationToken) is { } conversation ? TypedResults.Ok(conversation) : Problems.NotFound("conversation");

    private static async Task<Results<Ok<Page<MessageItem>>, ProblemHttpResult>> MessagesAsync(
        Guid id, ConversationLists lists, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<SequenceCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        return await lists.MessagesAsync(id, page, cancellationToken) is { } messages
            ? TypedResults.Ok(new Page<MessageItem>([.. messages.Items.Select(Show)], messages.Next))
            : Problems.NotFound("conversation");
    }

    private static async Task<Results<Created<MessageWritten>, ProblemHttpResult>> SayAsync(
        Guid id, WriteMessage body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.WriteMessageAsync(id, body.Text, body.MemberId, cancellationToken)).ToAnswer(ShowWritten);

    private static async Task<Results<Created<MessageWritten>, ProblemHttpResult>> NoteAsync(
        Guid id, WriteNote body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.WriteNoteAsync(id, body.Text, body.Mentions, body.MemberId, cancellationToken)).ToAnswer(ShowWritten);

    private static async Task<Results<Ok<ConversationChanged>, ProblemHttpResult>> TakeOverAsync(
        Guid id, ByMember? body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.TakeOverAsync(id, body?.MemberId, cancellationToken)).ToAnswer(Show);

    private static async Task<Results<Ok<ConversationChanged>, ProblemHttpResult>> HandBackAsync(
        Guid id, ByMember? body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.HandBackAsync(id, body?.MemberId, cancellationToken)).ToAnswer(Show);

    private static async Task<Results<Ok<ConversationChanged>, ProblemHttpResult>> ResolveAsync(
        Guid id, ByMember? body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.ResolveAsync(id, body?.MemberId, cancellationToken)).ToAnswer(Show);

    private static async Task<Results<Ok<ConversationChanged>, ProblemHttpResult>> SnoozeAsync(
        Guid id, SnoozeUntil body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.SnoozeAsync(id, body.Until, body.MemberId, cancellationToken)).ToAnswer(Show);

    private static async Task<Results<Ok<ConversationChanged>, ProblemHttpResult>> AssignAsync(
        Guid id, AssignTo body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.AssignAsync(id, body.AssigneeId, body.MemberId, cancellationToken)).ToAnswer(Show);

    private static async Task<Results<Ok<ConversationChanged>, ProblemHttpResult>> LabelAsync(
        Guid id, SetLabels body, ConversationDesk desk, CancellationToken cancellationToken) =>
        (await desk.LabelAsync(id, body.Labels, body.MemberId, cancellationToken)).ToAnswer(Show);

    private static Ok<ConversationChanged> Show(ChangedConversation changed) =>
        TypedResults.Ok(new ConversationChanged(changed.Id, changed.Status, changed.AssigneeId, changed.SnoozedUntil, changed.Labels, changed.Version));

    private static Created<MessageWritten> ShowWritten(ChangedConversation changed) =>
        TypedResults.Created((string?)null, new MessageWritten(changed.MessageId!.Value, changed.Sequence!.Value));

    private static MessageItem Show(ConversationMessage message) => new(
        message.Id,
        message.Sequence,
        NameOf(message.Direction),
        message.Author,
        message.MemberId,
        message.Text,
        message.Mentions,
        message.At,
        message.Direction is MessageDirection.Outgoing ? message.Delivery : null);

    private static string NameOf(MessageDirection direction) => direction switch
    {
        MessageDirection.Incoming => "in",
        MessageDirection.Outgoing => "out",
        MessageDirection.Note => "note",
        MessageDirection.Activity => "activity",
    };
}
