namespace PanelAssist.Server.Tests.Faults;

/// <summary>Waits for what can only be seen by looking again; fails with what was missing at the last look.</summary>
internal static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <param name="problem">What still is not so; null when all is.</param>
    public static async Task HoldsAsync(Func<Task<string?>> problem, TimeSpan limit)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(BetweenLooks, TimeProvider.System);
        while (await problem() is { } missing)
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
            {
                Assert.Fail($"Not within {limit.TotalSeconds:0} s: {missing}");
            }

            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan limit) =>
        HoldsAsync(async () => await condition() ? null : what, limit);
}
