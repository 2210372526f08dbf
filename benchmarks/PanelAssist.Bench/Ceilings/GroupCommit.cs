using System.Threading.Channels;

namespace PanelAssist.Bench.Ceilings;

/// <summary>One writer that commits whatever has gathered, up to <paramref name="largest"/> items, in one transaction.</summary>
internal sealed class GroupCommit<T>(Func<IReadOnlyList<T>, Task> commit, int largest)
{
    private readonly Channel<(T Item, TaskCompletionSource Done)> _waiting =
        Channel.CreateUnbounded<(T, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    public void Start() => _ = Task.Factory.StartNew(WriteAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Completes when the item is durable.</summary>
    public Task StoreAsync(T item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _waiting.Writer.TryWrite((item, done)) ? done.Task : throw new InvalidOperationException("The writer has ended");
    }

    private async Task WriteAsync()
    {
        var items = new List<T>(largest);
        var done = new List<TaskCompletionSource>(largest);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            items.Clear();
            done.Clear();
            while (items.Count < largest && _waiting.Reader.TryRead(out var next))
            {
                items.Add(next.Item);
                done.Add(next.Done);
            }

            try
            {
                await commit(items);
                done.ForEach(one => one.SetResult());
            }
            catch (Exception exception)
            {
                done.ForEach(one => one.SetException(exception));
            }
        }
    }
}
