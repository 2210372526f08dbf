using Npgsql;
using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Inbox;

/// <summary>Counts another attempt and prolongs the lease, before the work is tried again.</summary>
internal sealed class CountAttempt(Guid id, DateTimeOffset leasedUntil, string error) : RareOperation
{
    public override void WriteSqlite(SqliteSession session) =>
        session.Prepare("UPDATE inbox_entries SET attempts = attempts + 1, leased_until = ?, error = ? WHERE id = ? AND status = 0")
            .Bind(leasedUntil).Bind(error).Bind(id).Run();

    protected override void AddPostgres(NpgsqlBatch batch) =>
        Add(batch, "UPDATE inbox_entries SET attempts = attempts + 1, leased_until = $1, error = $2 WHERE id = $3 AND status = 0", leasedUntil, error, id);
}

/// <summary>Ends an event without a turn: of no use, or a dead letter.</summary>
internal sealed class EndEvent(Guid id, InboxStatus status, string? error, DateTimeOffset now) : RareOperation
{
    public override void WriteSqlite(SqliteSession session) =>
        session.Prepare("UPDATE inbox_entries SET status = ?, error = ?, handled_at = ? WHERE id = ? AND status = 0")
            .Bind((long)status).Bind(error).Bind(now).Bind(id).Run();

    protected override void AddPostgres(NpgsqlBatch batch) =>
        Add(batch, "UPDATE inbox_entries SET status = $1, error = $2, handled_at = $3 WHERE id = $4 AND status = 0", (int)status, error ?? "", now, id);
}
