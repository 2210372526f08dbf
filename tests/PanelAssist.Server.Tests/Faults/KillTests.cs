namespace PanelAssist.Server.Tests.Faults;

/// <summary>kill -9 with customers at every step of a message's journey at once.</summary>
[Trait("Category", "Faults")]
[Collection(FaultTests.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int CustomersAtEachStep = 6;
    private const int Seed = 20_261_122;

    // The moment of the kill varies within what a commit, a call or a noted send takes.
    private const double LatestKillMilliseconds = 6;

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Killed_at_any_step_it_loses_nothing_acknowledged_and_does_nothing_twice()
    {
        await using var stage = await FaultStage.StartAsync(await TestDatabase.CreateAsync());
        var crowds = new List<KilledCrowd>();
        foreach (var point in Enum.GetValues<KillPoint>())
        {
#pragma warning disable CA1308 // A panel's name in its URL.
            crowds.Add(new KilledCrowd(stage, point, await stage.OpenShopAsync(point.ToString().ToLowerInvariant(), CustomersAtEachStep)));
#pragma warning restore CA1308
        }

        var random = new Random(Seed);
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < Kills; round++)
        {
            await KillInTheMiddleAsync(stage, crowds, round, random);
            var restarted = TimeProvider.System.GetTimestamp();
            foreach (var crowd in crowds)
            {
                await crowd.SendAgainAsync();
            }

            foreach (var crowd in crowds)
            {
                await Eventually.HoldsAsync(async () => await crowd.StillOwedAsync() is { } owed ? $"kill {round}: {owed}\n{stage.Product.LastWords}" : null, DrainLimit);
            }

            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, TimeProvider.System.GetElapsedTime(restarted).Ticks));
        }

        foreach (var crowd in crowds)
        {
            await crowd.JudgeAsync();
            output.WriteLine($"{crowd.Point}: {Kills} kills, {crowd.Asked} messages, {crowd.FlaggedTwins} said twice and flagged, {crowd.Unacknowledged} not acknowledged and sent again");
        }

        output.WriteLine($"Seed {Seed}; slowest drain after a restart {slowest.TotalSeconds:0.00} s; starts {stage.Product.Starts}. Not varied: one node, one machine, no power cut.");
    }

    private static async Task KillInTheMiddleAsync(FaultStage stage, List<KilledCrowd> crowds, int round, Random random)
    {
        foreach (var crowd in crowds)
        {
            await crowd.PrepareAsync(round, CustomersAtEachStep);
        }

        foreach (var crowd in crowds)
        {
            await crowd.TakeUpPositionAsync();
        }

        var expected = crowds.Sum(crowd => crowd.HeldCalls);
        await Eventually.HoldsAsync(
            async () =>
            {
                var held = await stage.Sandbox.ControlAsync($"holds?waitFor={expected + 1}&timeoutMs=1000");
                var others = held.GetProperty("items").EnumerateArray().Count(call => !call.GetProperty("path").GetString()!.Contains("adminapi", StringComparison.Ordinal));
                return others >= expected ? null : $"kill {round}: {others} of {expected} calls are held\n{stage.Product.LastWords}";
            },
            DrainLimit);

        var underWay = new List<Task>();
        foreach (var crowd in crowds.OrderByDescending(crowd => crowd.Point is KillPoint.Stored))
        {
            underWay.Add(await crowd.StepForwardAsync());
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * LatestKillMilliseconds), TimeProvider.System, TestContext.Current.CancellationToken);
        await stage.Product.KillAsync();
        await Task.WhenAll(underWay);
        await stage.MendAsync();
        await stage.Product.StartAsync();
    }
}
