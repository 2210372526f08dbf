using Npgsql;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Actions;

/// <summary>A change of an action's state with its line in the timeline. Written alone, or with the turn that tells of it.</summary>
/// <param name="ReleaseGuard">The panel did nothing, so asking again is allowed at once.</param>
internal sealed record ActionSettlement(
    Guid ActionId,
    TenantId Tenant,
    ActionState State,
    string Detail,
    string? ProviderReference,
    bool? Happened,
    DateTimeOffset? CheckAt,
    bool ReleaseGuard,
    Guid EventId,
    DateTimeOffset At)
{
    private const string Update =
        "UPDATE panel_actions SET state = {0}, provider_reference = coalesce({1}, provider_reference), happened = {2}, check_at = {3}, updated_at = {4} WHERE id = {5}";

    private const string Insert = "INSERT INTO panel_action_events (id, tenant_id, action_id, state, detail, at) VALUES ({0}, {1}, {2}, {3}, {4}, {5})";

    private const string Release = "UPDATE panel_action_guards SET until = 0 WHERE action_id = {0}";

    private static readonly string SqliteUpdate = Numbered(Update, 6, static _ => "?");
    private static readonly string SqliteInsert = Numbered(Insert, 6, static _ => "?");
    private static readonly string SqliteRelease = Numbered(Release, 1, static _ => "?");
    private static readonly string PostgresUpdate = Numbered(Update, 6, Dollar).Replace("coalesce($2", "coalesce($2::text", StringComparison.Ordinal)
        .Replace("happened = $3", "happened = $3::boolean", StringComparison.Ordinal).Replace("check_at = $4", "check_at = $4::bigint", StringComparison.Ordinal);

    private static readonly string PostgresInsert = Numbered(Insert, 6, Dollar);
    private static readonly string PostgresRelease = Numbered(Release, 1, Dollar);

    public void WriteSqlite(SqliteSession session)
    {
        session.Prepare(SqliteUpdate)
            .Bind((long)State).Bind(ProviderReference).Bind(Happened is { } happened ? happened ? 1L : 0L : (long?)null)
            .Bind(CheckAt).Bind(At).Bind(ActionId).Run();
        session.Prepare(SqliteInsert)
            .Bind(EventId).Bind(Tenant.Value).Bind(ActionId).Bind((long)State).Bind(Detail).Bind(At).Run();
        if (ReleaseGuard)
        {
            session.Prepare(SqliteRelease).Bind(ActionId).Run();
        }
    }

    public void AddPostgres(Action<string, object?[]> add)
    {
        add(PostgresUpdate, [(int)State, ProviderReference, Happened, CheckAt, At, ActionId]);
        add(PostgresInsert, [EventId, Tenant.Value, ActionId, (int)State, Detail, At]);
        if (ReleaseGuard)
        {
            add(PostgresRelease, [ActionId]);
        }
    }

    private static string Numbered(string sql, int count, Func<int, string> name) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, [.. Enumerable.Range(1, count).Select(name)]);

    private static string Dollar(int number) => "$" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Settlements that no turn carries.</summary>
internal sealed class SettleActions(IReadOnlyList<ActionSettlement> settlements) : RareOperation
{
    public override void WriteSqlite(SqliteSession session)
    {
        foreach (var settlement in settlements)
        {
            settlement.WriteSqlite(session);
        }
    }

    protected override void AddPostgres(NpgsqlBatch batch)
    {
        foreach (var settlement in settlements)
        {
            settlement.AddPostgres((sql, values) => Add(batch, sql, values));
        }
    }
}
