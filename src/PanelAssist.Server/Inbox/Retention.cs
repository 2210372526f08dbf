using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Inbox;

/// <summary>Clears what is kept only for a while: bodies of handled events, later their keys; sent outbox rows. In small bites, so that nobody waits.</summary>
internal sealed partial class Retention(
    GroupCommitter committer,
    IOptions<InboxOptions> inbox,
    IOptions<OutboxOptions> outbox,
    TimeProvider time,
    ILogger<Retention> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                ClearOld clear;
                do
                {
                    var now = time.GetUtcNow();
                    clear = new ClearOld(now - inbox.Value.KeepPayload, now - inbox.Value.KeepKey, now - outbox.Value.KeepSent);
                    await committer.CommitAsync(clear, stoppingToken);
                }
                while (clear.More);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Failed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2020, Level = LogLevel.Error, Message = "Old rows could not be cleared")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

/// <summary>One bite.</summary>
internal sealed class ClearOld(DateTimeOffset payloadsBefore, DateTimeOffset keysBefore, DateTimeOffset sentBefore) : WriteOperation
{
    private const int Bite = 500;

    // Beyond the payloads, which have an index, old rows are the first ones by id.
    private static readonly string[] Statements =
    [
        $"UPDATE inbox_entries SET payload = NULL WHERE id IN (SELECT id FROM inbox_entries WHERE payload IS NOT NULL AND handled_at < {{0}} AND status = 1 LIMIT {Bite})",
        $"DELETE FROM inbox_entries WHERE id IN (SELECT id FROM inbox_entries WHERE id < {{1}} AND handled_at < {{0}} AND status = 1 AND payload IS NULL ORDER BY id LIMIT {Bite})",
        $"DELETE FROM outbox_entries WHERE id IN (SELECT id FROM outbox_entries WHERE id < {{1}} AND (status = 2 OR status = 4) AND created_at < {{0}} ORDER BY id LIMIT {Bite})",
    ];

    public bool More { get; private set; }

    public override IPostgresWriter Postgres => PostgresClear.Instance;

    private DateTimeOffset[] Moments => [payloadsBefore, keysBefore, sentBefore];

    public override void WriteSqlite(SqliteSession session)
    {
        for (var index = 0; index < Statements.Length; index++)
        {
            var statement = session.Prepare(string.Format(CultureInfo.InvariantCulture, Statements[index], "?1", "?2")).Bind(Moments[index]);
            (index == 0 ? statement : statement.Bind(SequentialIds.LowestOf(Moments[index]))).Run();
            More |= session.Changes == Bite;
        }
    }

    private async Task WritePostgresAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (var index = 0; index < Statements.Length; index++)
        {
            await using var command = new NpgsqlCommand(string.Format(CultureInfo.InvariantCulture, Statements[index], "$1", "$2"), connection);
            command.Parameters.Add(RareOperation.Parameter(Moments[index]));
            if (index > 0)
            {
                command.Parameters.Add(RareOperation.Parameter(SequentialIds.LowestOf(Moments[index])));
            }

            More |= await command.ExecuteNonQueryAsync(cancellationToken) == Bite;
        }
    }

    private sealed class PostgresClear : PostgresWriter<ClearOld>
    {
        public static readonly PostgresClear Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, ClearOld[] operations, CancellationToken cancellationToken)
        {
            foreach (var operation in operations)
            {
                await operation.WritePostgresAsync(connection, cancellationToken);
            }
        }
    }
}
