using Npgsql;
using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Observability;

/// <summary>A write that changes nothing but takes the writer's lock, the disk and the commit.</summary>
internal sealed class ProbeWrite : RareOperation
{
    // A commit that changes no page writes nothing, and would not notice a full disk. Nothing reads this number.
    public override void WriteSqlite(SqliteSession session) => session.Run("PRAGMA user_version = 0");

    protected override void AddPostgres(NpgsqlBatch batch) => Add(batch, "UPDATE tenants SET name = name WHERE 1 = 0");
}
