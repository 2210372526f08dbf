using Microsoft.EntityFrameworkCore;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

/// <param name="Name">What agents type to get it.</param>
internal sealed record CannedReplyLine(Guid Id, string Name, string Text, DateTimeOffset CreatedAt);

/// <summary>The texts that a tenant's agents have ready.</summary>
internal sealed class CannedReplyBook(AppDbContext db, TenantContext tenant, AuditLog audit, SequentialIds ids, TimeProvider time)
{
    private const string NameTaken = "There is a canned reply of this name.";

    /// <summary>Newest first.</summary>
    public async Task<Page<CannedReplyLine>> FindAsync(PageRequest<IdCursor> page, CancellationToken cancellationToken)
    {
        var rows = await db.CannedReplies.AsNoTracking()
            .Where(e => page.After == null || e.Id < page.After.Value.Id)
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .Select(e => new CannedReplyLine(e.Id, e.Name, e.Text, e.CreatedAt))
            .ToListAsync(cancellationToken);
        return Page.Of(rows, page, row => new IdCursor(row.Id), row => row);
    }

    public async Task<DeskResult<CannedReplyLine>> CreateAsync(string? name, string? text, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var reply = new CannedReply
        {
            Id = ids.Next(),
            TenantId = tenant.Current,
            Name = errors.Text("name", name, CannedReply.MaxName),
            Text = errors.Text("text", text, Reply.MaxLength),
            CreatedAt = time.GetUtcNow(),
        };
        if (!errors.Any && await db.CannedReplies.CountAsync(cancellationToken) >= CannedReply.MaxCount)
        {
            errors.Add("name", $"There are {CannedReply.MaxCount} canned replies already. Delete one first.");
        }

        if (errors.Any)
        {
            return new DeskResult<CannedReplyLine>.Invalid(errors.ByField);
        }

        db.Add(reply);
        audit.Add("canned_reply.created", "canned_reply", reply.Id);
        return await SaveAsync(reply, cancellationToken);
    }

    public async Task<DeskResult<CannedReplyLine>> ChangeAsync(Guid id, string? name, string? text, CancellationToken cancellationToken)
    {
        if (await db.CannedReplies.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } reply)
        {
            return new DeskResult<CannedReplyLine>.NotFound("canned reply");
        }

        var errors = new FieldErrors();
        reply.Name = name is null ? reply.Name : errors.Text("name", name, CannedReply.MaxName);
        reply.Text = text is null ? reply.Text : errors.Text("text", text, Reply.MaxLength);
        if (errors.Any)
        {
            return new DeskResult<CannedReplyLine>.Invalid(errors.ByField);
        }

        audit.Add("canned_reply.changed", "canned_reply", id);
        return await SaveAsync(reply, cancellationToken);
    }

    public async Task<DeskResult<bool>> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.CannedReplies.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } reply)
        {
            return new DeskResult<bool>.NotFound("canned reply");
        }

        db.Remove(reply);
        audit.Add("canned_reply.deleted", "canned_reply", id);
        await db.SaveChangesAsync(cancellationToken);
        return new DeskResult<bool>.Done(true);
    }

    private async Task<DeskResult<CannedReplyLine>> SaveAsync(CannedReply reply, CancellationToken cancellationToken)
    {
        if (await db.CannedReplies.AsNoTracking().AnyAsync(e => e.Name == reply.Name && e.Id != reply.Id, cancellationToken))
        {
            return new DeskResult<CannedReplyLine>.Conflict(NameTaken);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new DeskResult<CannedReplyLine>.Done(new CannedReplyLine(reply.Id, reply.Name, reply.Text, reply.CreatedAt));
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            return new DeskResult<CannedReplyLine>.Conflict(NameTaken);
        }
    }
}
