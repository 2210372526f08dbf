using Microsoft.EntityFrameworkCore;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <summary>
/// What people do with conversations, by the API or by a page: the one way in. Every change goes through the conversation's
/// grain, whose commit holds the audit entry as well.
/// </summary>
internal sealed class ConversationDesk(AppDbContext db, TenantContext tenant, Actor actor, IGrainFactory grains, TimeProvider time)
{
    public const int MaxNote = 10_000;

    public const int MaxMentions = 50;

    private static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(366);

    public Task<DeskResult<ChangedConversation>> TakeOverAsync(Guid id, Guid? member, CancellationToken cancellationToken) =>
        ChangeAsync(id, new ConversationChange.TakeOver(), member, cancellationToken);

    public Task<DeskResult<ChangedConversation>> HandBackAsync(Guid id, Guid? member, CancellationToken cancellationToken) =>
        ChangeAsync(id, new ConversationChange.HandBack(), member, cancellationToken);

    public Task<DeskResult<ChangedConversation>> ResolveAsync(Guid id, Guid? member, CancellationToken cancellationToken) =>
        ChangeAsync(id, new ConversationChange.Resolve(), member, cancellationToken);

    public async Task<DeskResult<ChangedConversation>> SnoozeAsync(Guid id, DateTimeOffset? until, Guid? member, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return until is { } moment && moment > now && moment <= now + LongestSnooze
            ? await ChangeAsync(id, new ConversationChange.Snooze(DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds())), member, cancellationToken)
            : await RefuseAsync(id, "until", "A moment to come, at most a year from now.", cancellationToken);
    }

    /// <param name="id">The conversation.</param>
    /// <param name="assignee">Null: nobody in particular.</param>
    /// <param name="member">Who assigns.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<DeskResult<ChangedConversation>> AssignAsync(Guid id, Guid? assignee, Guid? member, CancellationToken cancellationToken) =>
        ChangeAsync(id, new ConversationChange.Assign(assignee), member, cancellationToken);

    public async Task<DeskResult<ChangedConversation>> LabelAsync(Guid id, IReadOnlyList<Guid>? labels, Guid? member, CancellationToken cancellationToken)
    {
        Guid[] wanted = [.. (labels ?? []).Distinct()];
        if (wanted.Length > Label.MaxOnConversation)
        {
            return await RefuseAsync(id, "labels", $"At most {Label.MaxOnConversation}.", cancellationToken);
        }

        var known = await db.Labels.CountAsync(e => wanted.Contains(e.Id), cancellationToken);
        return known == wanted.Length
            ? await ChangeAsync(id, new ConversationChange.SetLabels(wanted), member, cancellationToken)
            : await RefuseAsync(id, "labels", "Ids of labels that there are; see GET /labels.", cancellationToken);
    }

    public async Task<DeskResult<ChangedConversation>> WriteNoteAsync(Guid id, string? text, IReadOnlyList<Guid>? mentions, Guid? member, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var words = errors.Text("text", text, MaxNote);
        Guid[] called = [.. (mentions ?? []).Distinct()];
        if (called.Length > MaxMentions)
        {
            errors.Add("mentions", $"At most {MaxMentions}.");
        }

        return errors.Any
            ? await RefuseAsync(id, errors, cancellationToken)
            : await ChangeAsync(id, new ConversationChange.WriteNote(words, called), member, cancellationToken);
    }

    /// <summary>Writes to the customer; whoever does takes the conversation over.</summary>
    public async Task<DeskResult<ChangedConversation>> WriteMessageAsync(Guid id, string? text, Guid? member, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var words = errors.Text("text", text, Reply.MaxLength);
        return errors.Any
            ? await RefuseAsync(id, errors, cancellationToken)
            : await ChangeAsync(id, new ConversationChange.WriteMessage(words), member, cancellationToken);
    }

    private async Task<DeskResult<ChangedConversation>> ChangeAsync(Guid id, ConversationChange change, Guid? member, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(id, cancellationToken))
        {
            return new DeskResult<ChangedConversation>.NotFound("conversation");
        }

        var grain = grains.GetGrain<IConversationGrain>(new ConversationKey(tenant.Current, id).ToString());
        return await grain.ChangeAsync(change, new ChangedBy(actor.Name, member)) is { } changed
            ? new DeskResult<ChangedConversation>.Done(changed)
            : new DeskResult<ChangedConversation>.Conflict("Others are changing this conversation at this moment. Nothing was done; try again.");
    }

    private Task<DeskResult<ChangedConversation>> RefuseAsync(Guid id, string field, string message, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return RefuseAsync(id, errors, cancellationToken);
    }

    /// <summary>What another tenant has does not exist, however wrong the rest of the call is.</summary>
    private async Task<DeskResult<ChangedConversation>> RefuseAsync(Guid id, FieldErrors errors, CancellationToken cancellationToken) =>
        await IsThereAsync(id, cancellationToken)
            ? new DeskResult<ChangedConversation>.Invalid(errors.ByField)
            : new DeskResult<ChangedConversation>.NotFound("conversation");

    private Task<bool> IsThereAsync(Guid id, CancellationToken cancellationToken) => db.Conversations.AnyAsync(e => e.Id == id, cancellationToken);
}
