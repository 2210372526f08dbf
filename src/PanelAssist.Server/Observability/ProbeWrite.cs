using Npgsql;
using PanelAssist.Server.Data.Hot;

namespace PanelAssist.Server.Observability;

/// <summary>A write that changes nothing but takes the writer's lock and commit.</summary>
internal sealed class ProbeWrite : RareOperation
{
    private const string Sql = "UPDATE tenants SET name = name WHERE 1 = 0";

    public override void WriteSqlite(SqliteSession session) => session.Run(Sql);

    protected override void AddPostgres(NpgsqlBatch batch) => Add(batch, Sql);
}
