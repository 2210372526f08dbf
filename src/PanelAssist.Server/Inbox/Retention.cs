using Microsoft.Extensions.Options;
using Npgsql;
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

    private static readonly string[] Statements =
    [
        $"UPDATE inbox_entries SET payload = NULL WHERE id IN (SELECT id FROM inbox_entries WHERE payload IS NOT NULL AND handled_at < {{0}} AND status = 1 LIMIT {Bite})",
        $"DELETE FROM inbox_entries WHERE id IN (SELECT id FROM inbox_entries WHERE handled_at < {{0}} AND status = 1 AND payload IS NULL LIMIT {Bite})",
        $"DELETE FROM outbox_entries WHERE id IN (SELECT id FROM outbox_entries WHERE status = 2 AND created_at < {{0}} LIMIT {Bite})",
    ];

    public bool More { get; private set; }

    public override IPostgresWriter Postgres => PostgresClear.Instance;

    private DateTimeOffset[] Moments => [payloadsBefore, keysBefore, sentBefore];

    public override void WriteSqlite(SqliteSession session)
    {
        for (var index = 0; index < Statements.Length; index++)
        {
            session.Prepare(Statements[index].Replace("{0}", "?", StringComparison.Ordinal)).Bind(Moments[index]).Run();
            More |= session.Changes == Bite;
        }
    }

    private async Task WritePostgresAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (var index = 0; index < Statements.Length; index++)
        {
            await using var command = new NpgsqlCommand(Statements[index].Replace("{0}", "$1", StringComparison.Ordinal), connection);
            command.Parameters.Add(RareOperation.Parameter(Moments[index]));
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
