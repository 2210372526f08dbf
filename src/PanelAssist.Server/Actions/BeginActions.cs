using Npgsql;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Actions;

/// <summary>What beginning an action found.</summary>
internal abstract record BeginResult
{
    private BeginResult()
    {
    }

    /// <summary>The row is written: now, and only now, the panel may be asked.</summary>
    public sealed record Begun(Guid ActionId) : BeginResult;

    /// <summary>Someone else asked first.</summary>
    public sealed record Taken(DateTimeOffset Since) : BeginResult;
}

/// <summary>Writes <see cref="PanelAction"/> rows before the panel is asked, each behind its guard.</summary>
internal sealed class BeginActions(IReadOnlyList<PanelAction> actions, TenantId tenant, DateTimeOffset guardedUntil, Func<Guid> newId) : WriteOperation
{
    private readonly BeginResult?[] _results = new BeginResult?[actions.Count];

    /// <summary>In the order of the actions.</summary>
    public BeginResult this[int index] => _results[index]!;

    public override IPostgresWriter Postgres => PostgresBegin.Instance;

    public override void WriteSqlite(SqliteSession session)
    {
        for (var index = 0; index < actions.Count; index++)
        {
            var action = actions[index];
            session.Prepare(
                """
                INSERT INTO panel_action_guards (panel_id, order_id, kind, tenant_id, action_id, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (panel_id, order_id, kind) DO UPDATE SET action_id = excluded.action_id, since = excluded.since, until = excluded.until
                WHERE panel_action_guards.until <= excluded.since
                """)
                .Bind(action.PanelId).Bind(action.OrderId).Bind((long)action.Kind).Bind(tenant.Value).Bind(action.Id)
                .Bind(action.CreatedAt).Bind(guardedUntil).Run();
            if (session.Changes == 0)
            {
                var guard = session.Prepare("SELECT since FROM panel_action_guards WHERE panel_id = ? AND order_id = ? AND kind = ?")
                    .Bind(action.PanelId).Bind(action.OrderId).Bind((long)action.Kind);
                guard.Step();
                _results[index] = new BeginResult.Taken(guard.GetMoment(0));
                continue;
            }

            session.Prepare(
                """
                INSERT INTO panel_actions (id, tenant_id, panel_id, order_id, kind, state, route, conversation_id, inbox_entry_id, link_id, check_at, checks, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
                """)
                .Bind(action.Id).Bind(tenant.Value).Bind(action.PanelId).Bind(action.OrderId).Bind((long)action.Kind).Bind((long)action.State)
                .Bind((long)action.Route).Bind(action.ConversationId).Bind(action.InboxEntryId).Bind(action.LinkId).Bind(action.CheckAt)
                .Bind(action.CreatedAt).Bind(action.CreatedAt).Run();
            session.Prepare("INSERT INTO panel_action_events (id, tenant_id, action_id, state, detail, at) VALUES (?, ?, ?, ?, ?, ?)")
                .Bind(newId()).Bind(tenant.Value).Bind(action.Id).Bind((long)action.State).Bind(FirstDetail(action)).Bind(action.CreatedAt).Run();
            _results[index] = new BeginResult.Begun(action.Id);
        }
    }

    private static string FirstDetail(PanelAction action) => action.Route switch
    {
        ActionRoute.CustomerKey => "Asking the panel with the customer's own key.",
        ActionRoute.AdminApi => "Asking the panel through its admin API.",
        ActionRoute.People => "Passed to people.",
    };

    private async Task WritePostgresAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // In the order of ids, so that two transactions cannot wait for each other's guards.
        foreach (var index in Enumerable.Range(0, actions.Count).OrderBy(index => actions[index].OrderId, StringComparer.Ordinal))
        {
            var action = actions[index];
            if (await TakeGuardAsync(connection, action, cancellationToken))
            {
                await InsertAsync(connection, action, cancellationToken);
                _results[index] = new BeginResult.Begun(action.Id);
            }
            else
            {
                _results[index] = new BeginResult.Taken(await ReadSinceAsync(connection, action, cancellationToken));
            }
        }
    }

    private async Task<bool> TakeGuardAsync(NpgsqlConnection connection, PanelAction action, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            """
            INSERT INTO panel_action_guards (panel_id, order_id, kind, tenant_id, action_id, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (panel_id, order_id, kind) DO UPDATE SET action_id = excluded.action_id, since = excluded.since, until = excluded.until
            WHERE panel_action_guards.until <= excluded.since
            """,
            action.PanelId, action.OrderId, (int)action.Kind, tenant.Value, action.Id,
            action.CreatedAt.ToUnixTimeMilliseconds(), guardedUntil.ToUnixTimeMilliseconds());
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task InsertAsync(NpgsqlConnection connection, PanelAction action, CancellationToken cancellationToken)
    {
        await using var insert = Command(
            connection,
            """
            INSERT INTO panel_actions (id, tenant_id, panel_id, order_id, kind, state, route, conversation_id, inbox_entry_id, link_id, check_at, checks, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::uuid, $11::bigint, 0, $12, $12)
            """,
            action.Id, tenant.Value, action.PanelId, action.OrderId, (int)action.Kind, (int)action.State, (int)action.Route,
            action.ConversationId, action.InboxEntryId, (object?)action.LinkId ?? DBNull.Value,
            (object?)action.CheckAt?.ToUnixTimeMilliseconds() ?? DBNull.Value, action.CreatedAt.ToUnixTimeMilliseconds());
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await using var note = Command(
            connection,
            "INSERT INTO panel_action_events (id, tenant_id, action_id, state, detail, at) VALUES ($1, $2, $3, $4, $5, $6)",
            newId(), tenant.Value, action.Id, (int)action.State, FirstDetail(action), action.CreatedAt.ToUnixTimeMilliseconds());
        await note.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<DateTimeOffset> ReadSinceAsync(NpgsqlConnection connection, PanelAction action, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            "SELECT since FROM panel_action_guards WHERE panel_id = $1 AND order_id = $2 AND kind = $3",
            action.PanelId, action.OrderId, (int)action.Kind);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private sealed class PostgresBegin : PostgresWriter<BeginActions>
    {
        public static readonly PostgresBegin Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, BeginActions[] operations, CancellationToken cancellationToken)
        {
            foreach (var operation in operations)
            {
                await operation.WritePostgresAsync(connection, cancellationToken);
            }
        }
    }
}
