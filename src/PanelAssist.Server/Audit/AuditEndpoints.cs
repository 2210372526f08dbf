using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Api;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Audit;

internal static class AuditEndpoints
{
    /// <param name="From">This moment and later.</param>
    /// <param name="To">Earlier than this moment.</param>
    /// <param name="Actor">Who did it, e.g. <c>token:0198…</c>.</param>
    /// <param name="Action">How the action begins, e.g. <c>link.</c>.</param>
    /// <param name="Target">What it was done to, e.g. <c>link:0198…</c>.</param>
    internal readonly record struct AuditQuery(DateTimeOffset? From, DateTimeOffset? To, string? Actor, string? Action, string? Target);

    /// <param name="Position">How many entries are sealed.</param>
    /// <param name="Hash">The last one's hash, in hexadecimal.</param>
    internal sealed record HeadItem(long Position, string Hash, DateTimeOffset? SealedAt);

    /// <param name="Holds">Whether every sealed entry is as it was sealed, where it was sealed.</param>
    /// <param name="Position">Up to here the chain holds.</param>
    /// <param name="Hash">The last entry's hash, where all holds.</param>
    internal sealed record VerifyAnswer(bool Holds, long Position, string? Hash, BreakItem? FirstBreak);

    /// <param name="Id">The entry found there, if any.</param>
    internal sealed record BreakItem(long Position, ChainBreak How, Guid? Id);

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").RequireScope(Scopes.Manage).WithTags("Audit");
        audit.MapGet("", ListAsync).WithSummary("Who did what with privilege, when and from where, newest first");
        audit.MapGet("/export", ExportAsync)
            .WithSummary("The same as CSV, oldest first")
            .WithDescription("A cell that a spreadsheet might take for a formula has an apostrophe in front.")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv");
        audit.MapGet("/head", HeadAsync)
            .WithSummary("The end of the chain; keep it elsewhere")
            .WithDescription("Whoever writes to the database could cut the chain or write it anew, with its head. A head kept elsewhere shows that: hand it to `verify`.");
        audit.MapGet("/verify", VerifyAsync)
            .WithSummary("Walk the chain and tell whether it holds")
            .WithDescription("With `position` and `hash` of a head kept earlier it is also told whether this is still that chain.");
    }

    private static async Task<Results<Ok<Page<AuditItem>>, ProblemHttpResult>> ListAsync(
        [AsParameters] AuditQuery query, AuditTrail trail, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Refuse<MomentCursor>(limit, cursor, out var page) is { } refusal)
        {
            return refusal;
        }

        return Refuse(query, out var filter) is { } wrong ? wrong : TypedResults.Ok(await trail.ListAsync(filter, page, cancellationToken));
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> ExportAsync(
        [AsParameters] AuditQuery query, AuditTrail trail, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Refuse(query, out var filter) is { } wrong)
        {
            return wrong;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"audit-{time.GetUtcNow():yyyyMMdd-HHmmss}.csv");
        return TypedResults.Stream(
            stream => AuditExport.WriteAsync(stream, trail.ReadAsync(filter, cancellationToken), cancellationToken), CsvDocument.ContentType, name);
    }

    private static async Task<Ok<HeadItem>> HeadAsync(AuditTrail trail, CancellationToken cancellationToken) =>
        TypedResults.Ok(await trail.FindHeadAsync(cancellationToken) is { } head
            ? new HeadItem(head.Position, Convert.ToHexStringLower(head.Hash), head.SealedAt)
            : new HeadItem(0, Convert.ToHexStringLower(AuditChain.Genesis), SealedAt: null));

    private static async Task<Results<Ok<VerifyAnswer>, ProblemHttpResult>> VerifyAsync(
        AuditVerification verification, long? position, string? hash, CancellationToken cancellationToken)
    {
        if (RefuseHead(position, hash, out var kept) is { } refusal)
        {
            return refusal;
        }

        return TypedResults.Ok(await verification.VerifyAsync(kept, cancellationToken) switch
        {
            ChainVerdict.Holds holds => new VerifyAnswer(Holds: true, holds.Position, Convert.ToHexStringLower(holds.Hash), FirstBreak: null),
            ChainVerdict.Broken broken => new VerifyAnswer(
                Holds: false, broken.Position - 1, Hash: null, new BreakItem(broken.Position, broken.How, broken.EntryId)),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static ProblemHttpResult? Refuse(AuditQuery query, out AuditFilter filter)
    {
        filter = AuditFilter.All;
        switch (AuditFilter.Read(query.From, query.To, query.Actor, query.Action, query.Target))
        {
            case AuditFilterReading.Good good:
                filter = good.Filter;
                return null;
            case AuditFilterReading.Wrong wrong:
                return Problems.BadQuery(wrong.Parameter, wrong.Problem);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static ProblemHttpResult? RefuseHead(long? position, string? hash, out KeptHead? head)
    {
        head = null;
        if (position is null && hash is null)
        {
            return null;
        }

        if (position is not > 0)
        {
            return Problems.BadQuery("position", "That of a head kept earlier, from 1; it goes together with 'hash'.");
        }

        if (hash?.Length != SHA256.HashSizeInBytes * 2 || !hash.All(char.IsAsciiHexDigit))
        {
            return Problems.BadQuery("hash", "That of a head kept earlier, 64 hexadecimal digits; it goes together with 'position'.");
        }

        head = new KeptHead(position.Value, Convert.FromHexString(hash));
        return null;
    }
}
