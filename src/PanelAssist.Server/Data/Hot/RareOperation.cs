using Npgsql;

namespace PanelAssist.Server.Data.Hot;

/// <summary>For operations too rare to be worth arrays: one statement each, all in one round trip.</summary>
internal abstract class RareOperation : WriteOperation
{
    public override IPostgresWriter Postgres => Writer.Instance;

    /// <summary>Adds the statements of this operation, with <c>$1</c>-style parameters.</summary>
    protected abstract void AddPostgres(NpgsqlBatch batch);

    protected static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        batch.BatchCommands.Add(command);
        return command;
    }

    /// <summary>A value as the columns keep it: moments are Unix milliseconds.</summary>
    public static NpgsqlParameter Parameter(object? value) => new()
    {
        Value = value switch
        {
            null => DBNull.Value,
            DateTimeOffset moment => moment.ToUnixTimeMilliseconds(),
            _ => value,
        },
    };

    private sealed class Writer : PostgresWriter<RareOperation>
    {
        public static readonly Writer Instance = new();

        protected override async Task WriteAsync(NpgsqlConnection connection, RareOperation[] operations, CancellationToken cancellationToken)
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var operation in operations)
            {
                operation.AddPostgres(batch);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
