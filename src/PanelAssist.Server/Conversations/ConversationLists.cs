using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Conversations;

/// <summary>What people see of conversations. Each filter walks an index in the order of the list, so that a page costs the same whatever the table's size.</summary>
internal sealed class ConversationLists(AppDbContext db, TimeProvider time)
{
    private const string OnByStatus = From + ConversationIndexes.ByStatus;
    private const string OnByChannel = From + ConversationIndexes.ByChannel;
    private const string OnByAssignee = From + ConversationIndexes.ByAssignee;
    private const string OnUntaken = From + ConversationIndexes.Untaken;
    private const string OnWaiting = From + ConversationIndexes.CustomerWaits;
    private const string From = "SELECT * FROM conversations INDEXED BY ";

    /// <summary>Longer than a change takes from being handed in to being on disk.</summary>
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(10);

    /// <summary>The last active first.</summary>
    public async Task<Page<ConversationLine>> FindAsync(ConversationFilter filter, PageRequest<MomentCursor> page, CancellationToken cancellationToken)
    {
        var rows = await QueryOf(filter, page).ToListAsync(cancellationToken);
        return Page.Of(rows, page, row => new MomentCursor(row.LastMessageAt, row.Id), row => row);
    }

    /// <summary>The list's one query, with a row more than the page has.</summary>
    public IQueryable<ConversationLine> QueryOf(ConversationFilter filter, PageRequest<MomentCursor> page) => Shown(Chosen(filter, page));

    public async Task<ConversationLine?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await Shown(db.Conversations.AsNoTracking().Where(e => e.Id == id)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// What has changed after a cursor, the oldest change first; without one, what changes from now on. The cursor given back never goes
    /// past the last ten seconds, where a change handed in earlier may still arrive later: a conversation may be shown again, with the same version.
    /// </summary>
    public async Task<(IReadOnlyList<ConversationLine> Items, MomentCursor Next)> ChangedAsync(PageRequest<MomentCursor> page, CancellationToken cancellationToken)
    {
        var settled = new MomentCursor(time.GetUtcNow() - Unsettled, Guid.Empty);
        if (page.After is not { } after)
        {
            return ([], settled);
        }

        var rows = await Shown(Enum.GetValues<ConversationStatus>()
                .Select(status => On(OnByStatus)
                    .Where(e => e.Status == status && e.LastMessageAt >= after.At && (e.LastMessageAt > after.At || e.Id > after.Id))
                    .OrderBy(e => e.LastMessageAt).ThenBy(e => e.Id)
                    .Take(page.Limit))
                .Aggregate(Queryable.Concat)
                .OrderBy(e => e.LastMessageAt).ThenBy(e => e.Id)
                .Take(page.Limit))
            .ToListAsync(cancellationToken);
        if (rows.Count == page.Limit)
        {
            return (rows, new MomentCursor(rows[^1].LastMessageAt, rows[^1].Id));
        }

        return (rows, after.At > settled.At ? after : settled);
    }

    /// <returns>Null where there is no such conversation.</returns>
    public async Task<Page<ConversationMessage>?> MessagesAsync(Guid id, PageRequest<SequenceCursor> page, CancellationToken cancellationToken)
    {
        if (!await db.Conversations.AnyAsync(e => e.Id == id, cancellationToken))
        {
            return null;
        }

        var rows = await db.Messages.AsNoTracking()
            .Where(e => e.ConversationId == id && (page.After == null || e.Sequence > page.After.Value.Sequence))
            .OrderBy(e => e.Sequence)
            .Take(page.Take)
            .Select(e => new ConversationMessage(e.Id, e.Sequence, e.Direction, e.Author, e.MemberId, e.Text, e.Mentions, e.At, e.Delivery))
            .ToListAsync(cancellationToken);
        return Page.Of(rows, page, row => new SequenceCursor(row.Sequence), row => row);
    }

    private IQueryable<Conversation> Chosen(ConversationFilter filter, PageRequest<MomentCursor> page)
    {
        if (filter.Label is { } label)
        {
            var labelled = db.ConversationLabels.AsNoTracking().Where(e => e.LabelId == label);
            if (page.After is { } after)
            {
                labelled = labelled.Where(e => e.LastMessageAt <= after.At && (e.LastMessageAt < after.At || e.ConversationId < after.Id));
            }

            // In the order of the labels' rows, which is the conversations': sorting by the latter would read all that have the label.
            labelled = labelled.OrderByDescending(e => e.LastMessageAt).ThenByDescending(e => e.ConversationId);
            return Narrowed(labelled.Join(db.Conversations.AsNoTracking(), e => e.ConversationId, e => e.Id, (_, conversation) => conversation), filter).Take(page.Take);
        }

        if (filter is { ChannelId: not null, ExternalId: not null })
        {
            return Ordered(db.Conversations.AsNoTracking(), filter, page);
        }

        if (filter.Assignee is { } assignee)
        {
            return Ordered(On(assignee.Member is null ? OnUntaken : OnByAssignee), filter, page);
        }

        if (filter.Waiting is true)
        {
            return Ordered(On(OnWaiting), filter, page);
        }

        var index = filter.ChannelId is null ? OnByStatus : OnByChannel;
        var statuses = filter.Status is { } one ? [one] : Enum.GetValues<ConversationStatus>();
        var parts = statuses.Select(status => Ordered(On(index), filter with { Status = status }, page)).ToList();
        return parts.Count == 1
            ? parts[0]
            : parts.Aggregate(Queryable.Concat).OrderByDescending(e => e.LastMessageAt).ThenByDescending(e => e.Id).Take(page.Take);
    }

    private static IQueryable<Conversation> Ordered(IQueryable<Conversation> conversations, ConversationFilter filter, PageRequest<MomentCursor> page)
    {
        if (page.After is { } after)
        {
            conversations = conversations.Where(e => e.LastMessageAt <= after.At && (e.LastMessageAt < after.At || e.Id < after.Id));
        }

        return Narrowed(conversations, filter).OrderByDescending(e => e.LastMessageAt).ThenByDescending(e => e.Id).Take(page.Take);
    }

    private static IQueryable<Conversation> Narrowed(IQueryable<Conversation> conversations, ConversationFilter filter)
    {
        if (filter.Status is { } status)
        {
            conversations = conversations.Where(e => e.Status == status);
        }

        if (filter.ChannelId is { } channel)
        {
            conversations = conversations.Where(e => e.ChannelConnectionId == channel);
        }

        if (filter.ExternalId is { } external)
        {
            conversations = conversations.Where(e => e.ChatId == external);
        }

        if (filter.Waiting is { } waiting)
        {
            conversations = waiting ? conversations.Where(e => e.WaitingSince != null) : conversations.Where(e => e.WaitingSince == null);
        }

        return filter.Assignee switch
        {
            { Member: { } member } => conversations.Where(e => e.AssigneeId == member),

            // In the words of the index.
            { Member: null } => conversations.Where(e => e.AssigneeId == null && (e.Status == ConversationStatus.Open || e.Status == ConversationStatus.Snoozed)),
            null => conversations,
        };
    }

    /// <summary>PostgreSQL knows from its statistics which index leaves few rows; SQLite is told.</summary>
    private IQueryable<Conversation> On(string index) => db.Database.IsSqlite()
        ? db.Conversations.FromSqlRaw(index).AsNoTracking()
        : db.Conversations.AsNoTracking();

    private IQueryable<ConversationLine> Shown(IQueryable<Conversation> conversations) => conversations.Select(Line());

    private Expression<Func<Conversation, ConversationLine>> Line() => e => new ConversationLine(
        e.Id,
        e.ChannelConnectionId,
        e.ChatId,
        e.ThreadId,
        e.IsPrivate,
        e.Status,
        e.Status == ConversationStatus.Pending ? Holder.Assistant : e.Status == ConversationStatus.Resolved ? Holder.Nobody : Holder.People,
        e.AssigneeId,
        db.ContactIdentities.Where(identity => identity.Id == e.IdentityId).Select(identity => identity.DisplayName).FirstOrDefault(),
        e.LastText,
        e.LastAuthor,
        e.WaitingSince,
        e.SnoozedUntil,
        e.Labels,
        e.Language,
        e.Unreachable,
        e.Version,
        e.CreatedAt,
        e.LastMessageAt);
}
