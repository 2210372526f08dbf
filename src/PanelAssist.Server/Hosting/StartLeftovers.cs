namespace PanelAssist.Server.Hosting;

/// <summary>
/// Gives back what only the start needed: the garbage of building models, routes and the silo would stay in memory until load
/// brings the next full collection, which on a quiet server is never. Once, when the start is over; a pause of some hundredths of a second.
/// </summary>
internal sealed class StartLeftovers(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.Delay(Settled, time, stoppingToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
