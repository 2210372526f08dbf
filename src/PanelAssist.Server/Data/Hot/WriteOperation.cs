namespace PanelAssist.Server.Data.Hot;

/// <summary>
/// One durable write that shares its commit with others. The outcome it carries may be read only after
/// <see cref="Committed"/> has completed.
/// </summary>
internal abstract class WriteOperation
{
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the write is on disk; fails when it is not.</summary>
    public Task Committed => _committed.Task;

    /// <summary>Two operations with the same key must not share a PostgreSQL batch, since a batch reads before it writes; null: any may.</summary>
    public virtual Guid? ExclusiveKey => null;

    /// <summary>How a group of these is written on PostgreSQL.</summary>
    public abstract IPostgresWriter Postgres { get; }

    /// <summary>Writes this one on SQLite, inside the group's transaction, after those before it.</summary>
    public abstract void WriteSqlite(SqliteSession session);

    /// <summary>Called in the order of writing, once the group is on disk.</summary>
    public virtual void Complete() => _committed.TrySetResult();

    /// <summary>Called when the group could not be written: whatever it wrote is undone.</summary>
    public virtual void Fail(Exception exception) => _committed.TrySetException(exception);
}

/// <summary>Writes a group of operations of one kind in a few round trips, inside an open transaction.</summary>
internal interface IPostgresWriter
{
    Task WriteAsync(Npgsql.NpgsqlConnection connection, IReadOnlyList<WriteOperation> operations, CancellationToken cancellationToken);
}

/// <summary>Base of writers that know their operation's type.</summary>
internal abstract class PostgresWriter<TOperation> : IPostgresWriter
    where TOperation : WriteOperation
{
    public Task WriteAsync(Npgsql.NpgsqlConnection connection, IReadOnlyList<WriteOperation> operations, CancellationToken cancellationToken)
    {
        var typed = new TOperation[operations.Count];
        for (var index = 0; index < typed.Length; index++)
        {
            typed[index] = (TOperation)operations[index];
        }

        return WriteAsync(connection, typed, cancellationToken);
    }

    protected abstract Task WriteAsync(Npgsql.NpgsqlConnection connection, TOperation[] operations, CancellationToken cancellationToken);
}
