using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Data.Hot;

/// <summary>
/// The process's one hot writer: whatever arrives while a commit is under way shares the next. One commit costs a disk
/// sync however many rows it carries, and a commit a row is ten times slower. It has a thread of its own: everybody
/// waits for it, so it must not wait in the pool's queue behind them.
/// </summary>
internal sealed partial class GroupCommitter(IHotStore store, IOptions<StorageOptions> options, ILogger<GroupCommitter> logger) : IAsyncDisposable
{
    /// <summary>More waiting than this means that the disk cannot keep up: senders are told to come back.</summary>
    public const int Capacity = 20_000;

    private readonly Channel<WriteOperation> _queue = Channel.CreateBounded<WriteOperation>(
        // The reader is a blocked thread: waking it is all that the writer of a row does in its place.
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = true });

    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits for the write to be on disk.</summary>
    public async Task CommitAsync(WriteOperation operation, CancellationToken cancellationToken)
    {
        if (!_queue.Writer.TryWrite(operation))
        {
            await _queue.Writer.WriteAsync(operation, cancellationToken);
        }

        await operation.Committed;
    }

    /// <summary>Takes the write if there is room; its <see cref="WriteOperation.Committed"/> tells the rest.</summary>
    public bool TryEnqueue(WriteOperation operation) => _queue.Writer.TryWrite(operation);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await store.DisposeAsync();
    }

    private void Run()
    {
        var group = new List<WriteOperation>(options.Value.MaxBatch);
        var reader = _queue.Reader;
        while (reader.TryPeek(out _) || reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < options.Value.MaxBatch && reader.TryRead(out var operation))
            {
                group.Add(operation);
            }

            Write(group);
        }
    }

    private void Write(List<WriteOperation> group)
    {
        try
        {
            var begun = Stopwatch.GetTimestamp();
            store.WriteAsync(group, CancellationToken.None).GetAwaiter().GetResult();
            Metrics.CommitDuration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            Metrics.Commits.Record(group.Count);
            foreach (var operation in group)
            {
                operation.Complete();
            }
        }
        catch (Exception exception) when (group.Count == 1)
        {
            Log.WriteFailed(logger, group[0].GetType().Name, exception);
            group[0].Fail(exception);
        }
        catch (Exception exception)
        {
            // One bad row must not take the others down with it: each is tried alone.
            Log.GroupFailed(logger, group.Count, exception);
            foreach (var operation in group)
            {
                Write([operation]);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "A {Operation} could not be written")]
        public static partial void WriteFailed(ILogger logger, string operation, Exception exception);

        [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "A group of {Count} writes failed; each is tried alone")]
        public static partial void GroupFailed(ILogger logger, int count, Exception exception);
    }
}
