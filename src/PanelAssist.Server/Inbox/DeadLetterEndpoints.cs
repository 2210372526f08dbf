using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Inbox;

/// <summary>What was given up on, on the way in or out, and how to try it again.</summary>
internal static class DeadLetterEndpoints
{
    /// <param name="Box"><c>inbox</c>: an event that could not be handled; <c>outbox</c>: something that could not be sent.</param>
    internal sealed record DeadLetterItem(Guid Id, string Box, Guid ChannelId, int Attempts, string? Error, DateTimeOffset At);

    public static void MapDeadLetters(this IEndpointRouteBuilder api)
    {
        var letters = api.MapGroup("/dead-letters").WithTags("Dead letters");
        letters.MapGet("", ListAsync).RequireScope(Scopes.Read).WithSummary("List what was given up on, newest first");
        letters.MapPost("/{id:guid}/replay", ReplayAsync).RequireScope(Scopes.Manage)
            .WithSummary("Try a dead letter again, with all its attempts")
            .WithDescription("202: it waits for its turn. 409 when its content has been erased since.");
    }

    private static async Task<Results<Ok<Page<DeadLetterItem>>, ProblemHttpResult>> ListAsync(
        AppDbContext db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<IdCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        var received = await db.InboxEntries.AsNoTracking()
            .Where(e => e.Status == InboxStatus.Dead && (page.After == null || e.Id < page.After.Value.Id))
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .Select(e => new DeadLetterItem(e.Id, "inbox", e.ChannelConnectionId, e.Attempts, e.Error, e.ReceivedAt))
            .ToListAsync(cancellationToken);
        var unsent = await db.OutboxEntries.AsNoTracking()
            .Where(e => e.Status == OutboxStatus.Dead && (page.After == null || e.Id < page.After.Value.Id))
            .OrderByDescending(e => e.Id)
            .Take(page.Take)
            .Select(e => new DeadLetterItem(e.Id, "outbox", e.ChannelConnectionId, e.Attempts, e.Error, e.CreatedAt))
            .ToListAsync(cancellationToken);
        var rows = received.Concat(unsent).OrderByDescending(item => item.Id).Take(page.Take).ToList();
        return TypedResults.Ok(Page.Of(rows, page, row => new IdCursor(row.Id), row => row));
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ReplayAsync(
        Guid id, AppDbContext db, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.InboxEntries.SingleOrDefaultAsync(e => e.Id == id && e.Status == InboxStatus.Dead, cancellationToken) is { } received)
        {
            if (received.Payload is null)
            {
                return Problems.Conflict("The content of this event has been erased, so there is nothing to try again.");
            }

            received.Status = InboxStatus.Received;
            received.Attempts = 0;
            received.LeasedUntil = DateTimeOffset.UnixEpoch;
            received.HandledAt = null;
            received.Error = null;
        }
        else if (await db.OutboxEntries.SingleOrDefaultAsync(e => e.Id == id && e.Status == OutboxStatus.Dead, cancellationToken) is { } unsent)
        {
            unsent.Status = OutboxStatus.Queued;
            unsent.Attempts = 0;
            unsent.DueAt = time.GetUtcNow();
            unsent.LeasedUntil = DateTimeOffset.UnixEpoch;
            unsent.Error = null;
            if (await db.Messages.SingleOrDefaultAsync(e => e.Id == unsent.MessageId, cancellationToken) is { Delivery: Delivery.Failed } message)
            {
                message.Delivery = Delivery.Queued;
            }
        }
        else
        {
            return Problems.NotFound("dead letter");
        }

        audit.Add("dead_letter.replayed", "dead_letter", id);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Accepted((string?)null);
    }
}
