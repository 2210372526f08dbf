using Npgsql;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Actions;

/// <summary>An action whose outcome has to be found out.</summary>
internal sealed record ActionCheck(
    Guid Id,
    TenantId Tenant,
    Guid PanelId,
    string OrderId,
    OrderActionKind Kind,
    ActionState State,
    Guid ConversationId,
    Guid? LinkId,
    int Checks,
    DateTimeOffset CreatedAt);

/// <summary>
/// Takes up actions that are due for a look, for a while. Not before the turn that began them has been committed or
/// given up: it tells what it knows first, or the customer would hear the outcome before the answer.
/// </summary>
internal sealed class ClaimChecks(DateTimeOffset now, DateTimeOffset leasedUntil, int limit) : WriteOperation
{
    private readonly List<ActionCheck> _claimed = [];

    public IReadOnlyList<ActionCheck> Claimed => _claimed;

    public override IPostgresWriter Postgres => PostgresClaim.Instance;

    public override void WriteSqlite(SqliteSession session)
    {
        var statement = session.Prepare(
            """
            UPDATE panel_actions SET check_at = ?, checks = checks + 1
            WHERE id IN (
                SELECT id FROM panel_actions AS due WHERE check_at IS NOT NULL AND check_at <= ?
                    AND NOT EXISTS (SELECT 1 FROM inbox_entries WHERE inbox_entries.id = due.inbox_entry_id AND inbox_entries.status = 0)
                ORDER BY check_at LIMIT ?)
            RETURNING id, tenant_id, panel_id, order_id, kind, state, conversation_id, link_id, checks, created_at
            """)
            .Bind(leasedUntil).Bind(now).Bind((long)limit);
        while (statement.Step())
        {
            _claimed.Add(new ActionCheck(
                statement.GetGuid(0),
                new TenantId(statement.GetGuid(1)),
                statement.GetGuid(2),
                statement.GetString(3),
                (OrderActionKind)statement.GetInt64(4),
                (ActionState)statement.GetInt64(5),
                statement.GetGuid(6),
                statement.GetGuidOrNull(7),
                (int)statement.GetInt64(8),
                statement.GetMoment(9)));
        }
    }

    private async Task WritePostgresAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE panel_actions SET check_at = $1, checks = checks + 1
            WHERE id IN (
                SELECT id FROM panel_actions AS due WHERE check_at IS NOT NULL AND check_at <= $2
                    AND NOT EXISTS (SELECT 1 FROM inbox_entries WHERE inbox_entries.id = due.inbox_entry_id AND inbox_entries.status = 0)
                ORDER BY check_at LIMIT $3 FOR UPDATE OF due SKIP LOCKED)
            RETURNING id, tenant_id, panel_id, order_id, kind, state, conversation_id, link_id, checks, created_at
            """,
            connection);
        command.Parameters.Add(new() { Value = leasedUntil.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new() { Value = now.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _claimed.Add(new ActionCheck(
                reader.GetGuid(0),
                new TenantId(reader.GetGuid(1)),
                reader.GetGuid(2),
                reader.GetString(3),
                (OrderActionKind)reader.GetInt32(4),
                (ActionState)reader.GetInt32(5),
                reader.GetGuid(6),
                reader.IsDBNull(7) ? null : reader.GetGuid(7),
                reader.GetInt32(8),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(9))));
        }
    }

    private sealed class PostgresClaim : PostgresWriter<ClaimChecks>
    {
        public static readonly PostgresClaim Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, ClaimChecks[] operations, CancellationToken cancellationToken)
        {
            foreach (var operation in operations)
            {
                await operation.WritePostgresAsync(connection, cancellationToken);
            }
        }
    }
}
