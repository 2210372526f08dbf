using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Outbox;
using SQLitePCL;

namespace PanelAssist.Server.Tests.Storage;

/// <summary>What runs every second or every minute holds up everybody's commits: it must not grow with the tables.</summary>
public sealed class QueryPlanTests
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.UnixEpoch.AddDays(1);

    public static TheoryData<string> Upkeep => [.. Operations.Keys];

    private static Dictionary<string, Func<WriteOperation>> Operations { get; } = new(StringComparer.Ordinal)
    {
        ["the inbox is swept"] = () => new ClaimWaiting(Moment, Moment, 500),
        ["the outbox is swept"] = () => new ClaimOutbox(Moment, Moment, 500),
        ["unsettled actions are looked for"] = () => new ClaimChecks(Moment, Moment, 100),
        ["old rows are cleared"] = () => new ClearOld(Moment, Moment, Moment),
        ["a send begins"] = () => new BeginSend(Guid.Empty, Moment),
        ["a send is cancelled"] = () => new CancelSend(Work),
        ["a person takes over"] = () => new CommitTurn(TakenOver, sendsAtOnce: false, Moment, Moment),
        ["leases are freed at the start"] = () => new FreeAllLeases(),
    };

    private static OutboxWork Work => new(
        Guid.Empty, default, Guid.Empty, Guid.Empty, Guid.Empty, new OutboundItem { Kind = OutboundKind.Text, ChatId = "1" }, Attempts: 0, PossiblyTwice: false);

    private static TurnResult TakenOver => new()
    {
        State = new ConversationState { Tenant = default, Id = Guid.Empty, ConnectionId = Guid.Empty, ChatId = "1", Language = "en", CreatedAt = Moment, Labels = [Guid.Empty] },
        Silences = true,
        LabelsChanged = true,
        Audit = new NewAuditEntry(Guid.Empty, "member:1", "conversation.taken_over"),
        At = Moment,
    };

    [Theory]
    [MemberData(nameof(Upkeep))]
    public async Task No_table_is_read_from_end_to_end_when(string upkeep)
    {
        await using var database = new DesignTimeFactory().CreateDbContext(["sqlite"]);
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        connection.Handle!.enable_sqlite3_next_stmt(true);
        await using (var create = connection.CreateCommand())
        {
            create.CommandText = database.Database.GenerateCreateScript();
            await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        using var session = new SqliteSession(connection);
        Operations[upkeep]().WriteSqlite(session);

        var statements = Prepared(session.Handle).ToList();
        Assert.NotEmpty(statements);
        foreach (var statement in statements)
        {
            Assert.All(PlanOf(session.Handle, statement), step => Assert.False(IsScan(step), $"{step}\nin: {statement}"));
        }
    }

    // Walking an index that holds only what waits is no scan of the table.
    private static bool IsScan(string step) =>
        step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("_waiting", StringComparison.Ordinal) && !step.Contains("_unsettled", StringComparison.Ordinal);

    private static IEnumerable<string> Prepared(sqlite3 database)
    {
        for (var statement = raw.sqlite3_next_stmt(database, null!); statement is { IsInvalid: false }; statement = raw.sqlite3_next_stmt(database, statement))
        {
            yield return raw.sqlite3_sql(statement).utf8_to_string();
        }
    }

    private static List<string> PlanOf(sqlite3 database, string sql)
    {
        using var statement = new SqliteStatement(database, "EXPLAIN QUERY PLAN " + sql);
        var steps = new List<string>();
        while (statement.Step())
        {
            steps.Add(statement.GetString(3));
        }

        return steps;
    }
}
