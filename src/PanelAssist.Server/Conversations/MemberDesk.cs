using Microsoft.EntityFrameworkCore;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Api;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

internal sealed record DraftText(string Text, DateTimeOffset UpdatedAt);

/// <param name="Filter">The query of the list: <c>status=open&amp;assignee=none</c>.</param>
internal sealed record SavedViewLine(Guid Id, Guid MemberId, string Name, string Filter, DateTimeOffset CreatedAt);

/// <summary>What a member keeps for themselves: begun texts and views of the list. Nobody else's work changes by it, so the audit does not hear of it.</summary>
internal sealed class MemberDesk(AppDbContext db, TenantContext tenant, SequentialIds ids, TimeProvider time)
{
    private const string NameTaken = "There is a view of this name.";

    /// <summary>Empty where nothing was begun.</summary>
    public async Task<DeskResult<DraftText>> FindDraftAsync(Guid conversation, Guid member, CancellationToken cancellationToken) =>
        await db.Drafts.AsNoTracking().SingleOrDefaultAsync(e => e.ConversationId == conversation && e.MemberId == member, cancellationToken) is { } draft
            ? new DeskResult<DraftText>.Done(new DraftText(draft.Text, draft.UpdatedAt))
            : await IsThereAsync(conversation, cancellationToken)
                ? new DeskResult<DraftText>.Done(new DraftText("", DateTimeOffset.UnixEpoch))
                : new DeskResult<DraftText>.NotFound("conversation");

    /// <summary>Keeps the text as it is; an empty one is forgotten.</summary>
    public async Task<DeskResult<DraftText>> KeepDraftAsync(Guid conversation, Guid member, string? text, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(conversation, cancellationToken))
        {
            return new DeskResult<DraftText>.NotFound("conversation");
        }

        var words = text ?? "";
        if (words.Length > Reply.MaxLength)
        {
            return DeskResult<DraftText>.InvalidField("text", $"At most {Reply.MaxLength} characters.");
        }

        var now = time.GetUtcNow();
        var kept = await db.Drafts.SingleOrDefaultAsync(e => e.ConversationId == conversation && e.MemberId == member, cancellationToken);
        if (words.Length == 0)
        {
            db.RemoveRange(kept is null ? [] : [kept]);
        }
        else if (kept is null)
        {
            db.Add(new Draft { TenantId = tenant.Current, MemberId = member, ConversationId = conversation, Text = words, UpdatedAt = now });
        }
        else
        {
            (kept.Text, kept.UpdatedAt) = (words, now);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new DeskResult<DraftText>.Done(new DraftText(words, now));
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception) || exception is DbUpdateConcurrencyException)
        {
            return new DeskResult<DraftText>.Conflict("The same member is writing here in another window. Read the draft again.");
        }
    }

    /// <summary>All of a member's, by name: there are never many.</summary>
    public async Task<IReadOnlyList<SavedViewLine>> ViewsAsync(Guid member, CancellationToken cancellationToken) => await db.SavedViews.AsNoTracking()
        .Where(e => e.MemberId == member)
        .OrderBy(e => e.Name)
        .Take(SavedView.MaxCount)
        .Select(e => new SavedViewLine(e.Id, e.MemberId, e.Name, e.Filter, e.CreatedAt))
        .ToListAsync(cancellationToken);

    public async Task<DeskResult<SavedViewLine>> SaveViewAsync(Guid member, string? name, string? filter, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var view = new SavedView
        {
            Id = ids.Next(),
            TenantId = tenant.Current,
            MemberId = member,
            Name = errors.Text("name", name, SavedView.MaxName),
            Filter = errors.OptionalText("filter", filter ?? "", SavedView.MaxFilter),
            CreatedAt = time.GetUtcNow(),
        };
        if (!errors.Any && await db.SavedViews.CountAsync(e => e.MemberId == member, cancellationToken) >= SavedView.MaxCount)
        {
            errors.Add("name", $"There are {SavedView.MaxCount} views already. Delete one first.");
        }

        if (!errors.Any && await db.SavedViews.AnyAsync(e => e.MemberId == member && e.Name == view.Name, cancellationToken))
        {
            return new DeskResult<SavedViewLine>.Conflict(NameTaken);
        }

        if (errors.Any)
        {
            return new DeskResult<SavedViewLine>.Invalid(errors.ByField);
        }

        db.Add(view);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new DeskResult<SavedViewLine>.Done(new SavedViewLine(view.Id, member, view.Name, view.Filter, view.CreatedAt));
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            return new DeskResult<SavedViewLine>.Conflict(NameTaken);
        }
    }

    public async Task<DeskResult<bool>> DeleteViewAsync(Guid id, CancellationToken cancellationToken)
    {
        var deleted = await db.WriteAsync(all => all.SavedViews.Where(e => e.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);
        return deleted == 1 ? new DeskResult<bool>.Done(true) : new DeskResult<bool>.NotFound("view");
    }

    private Task<bool> IsThereAsync(Guid conversation, CancellationToken cancellationToken) => db.Conversations.AnyAsync(e => e.Id == conversation, cancellationToken);
}
