using System.Globalization;
using System.Net.Http.Json;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>Panels that are slow, fail, limit, flap or lock us out, beside one that is well.</summary>
[Trait("Category", "Faults")]
[Collection(FaultTests.Name)]
public sealed class PanelOutageTests(ITestOutputHelper output)
{
    private const int Customers = 20;
    private const int NeighborsQuestions = 30;
    private const int MostCalls = 10;
    private const int AtOnce = 4;
    private const string NotAnswering = "is not answering right now";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task While_panels_fail_their_customers_hear_so_within_10_s_and_other_tenants_do_not_notice()
    {
        // The product's own limits, not the fault tests' usual ones.
        await using var stage = await FaultStage.StartAsync(
            await TestDatabase.CreateAsync(), ("Panels__RequestsPerSecond", "5"), ("Panels__MaxConcurrent", AtOnce.ToString(CultureInfo.InvariantCulture)), ("Panels__OpenFor", "00:00:05"));
        var slow = await Outage.OpenAsync(stage, "slow");
        var failing = await Outage.OpenAsync(stage, "failing");
        var limited = await Outage.OpenAsync(stage, "limited");
        var flapping = await Outage.OpenAsync(stage, "flapping");
        var revoked = await Outage.OpenAsync(stage, "revoked");
        Outage[] outages = [slow, failing, limited, flapping, revoked];
        var well = await stage.OpenShopAsync("well", customers: 1);

        var before = await AskOneAfterTheOtherAsync(stage, well);
        await stage.FaultAsync(new SandboxFault(slow.Shop.PanelTarget, null, "latency", Milliseconds: 30_000));
        await stage.FaultAsync(new SandboxFault(failing.Shop.PanelTarget, null, "500"));
        await stage.FaultAsync(new SandboxFault(limited.Shop.PanelTarget, null, "429", Milliseconds: 5_000));
        await stage.FaultAsync(new SandboxFault(flapping.Shop.PanelTarget, null, "500", Probability: 0.5));
        await ReplaceAdminKeyAsync(stage, revoked.Shop);

        var asking = Task.WhenAll(outages.Select(outage => outage.AskAllAsync()));
        var during = await AskOneAfterTheOtherAsync(stage, well);
        await asking;

        foreach (var outage in outages)
        {
            output.WriteLine($"{outage.Shop.Name}: heard after {outage.SlowestAnswer.TotalSeconds:0.00} s at most, {await outage.CallsAsync()} calls for {Customers} questions");
            Assert.True(outage.SlowestAnswer < Patience, $"{outage.Shop.Name}: a customer waited {outage.SlowestAnswer.TotalSeconds:0.00} s");
        }

        foreach (var outage in new[] { slow, failing, limited, revoked })
        {
            Assert.All(outage.Answers, answer => Assert.Contains(NotAnswering, answer, StringComparison.Ordinal));
            Assert.InRange(await outage.CallsAsync(), 1, MostCalls);
        }

        Assert.All(flapping.Answers, answer => Assert.True(answer.Contains(NotAnswering, StringComparison.Ordinal) || answer.Contains(": completed", StringComparison.Ordinal), answer));

        var whenRefused = await revoked.CallsAsync();
        Assert.True(whenRefused <= AtOnce, "More calls left than can be under way when the first refusal comes back.");
        await revoked.AskAllAsync();
        Assert.All(revoked.Answers, answer => Assert.Contains(NotAnswering, answer, StringComparison.Ordinal));
        Assert.Equal(whenRefused, await revoked.CallsAsync());
        output.WriteLine($"The neighbor's p95: {before.TotalMilliseconds:0} ms before, {during.TotalMilliseconds:0} ms meanwhile ({NeighborsQuestions} questions each).");
        Assert.True(during < before + TimeSpan.FromMilliseconds(500), $"The neighbor's p95 rose from {before.TotalMilliseconds:0} to {during.TotalMilliseconds:0} ms.");
    }

    [Fact]
    public async Task A_panel_that_recovers_is_found_again()
    {
        await using var stage = await FaultStage.StartAsync(await TestDatabase.CreateAsync(), ("Panels__OpenFor", "00:00:01"));
        var outage = await Outage.OpenAsync(stage, "recovering");
        await stage.FaultAsync(new SandboxFault(outage.Shop.PanelTarget, null, "500"));
        await outage.AskAllAsync();
        await outage.AskAllAsync();
        Assert.All(outage.Answers, answer => Assert.Contains(NotAnswering, answer, StringComparison.Ordinal));
        await stage.MendAsync();

        await Eventually.HoldsAsync(
            async () =>
            {
                await outage.AskAllAsync();
                return outage.Answers.TrueForAll(answer => answer.Contains(": completed", StringComparison.Ordinal));
            },
            "everybody is answered again",
            Patience);
    }

    private static async Task ReplaceAdminKeyAsync(FaultStage stage, FaultShop shop)
    {
        using var patch = new HttpRequestMessage(HttpMethod.Patch, "/_control/panels/" + shop.Name) { Content = JsonContent.Create(new { adminKey = "another" }) };
        using var patched = await stage.Sandbox.Http.SendAsync(patch, TestContext.Current.CancellationToken);
        patched.EnsureSuccessStatusCode();
    }

    /// <returns>The p95 of the time to an answer.</returns>
    private static async Task<TimeSpan> AskOneAfterTheOtherAsync(FaultStage stage, FaultShop shop)
    {
        var times = new List<TimeSpan>();
        foreach (var order in await shop.OrdersAsync(NeighborsQuestions, "completed"))
        {
            var asked = TimeProvider.System.GetTimestamp();
            var answered = (await stage.Sandbox.ControlAsync($"telegram/{shop.Bot}/sent?method=sendMessage")).GetProperty("last").GetInt64();
            await shop.WriteAsync(shop.ChatOf(0), $"status {order}");
            await stage.Sandbox.ControlAsync($"telegram/{shop.Bot}/sent?method=sendMessage&after={answered}&waitFor=1");
            times.Add(TimeProvider.System.GetElapsedTime(asked));
        }

        times.Sort();
        return times[(int)(times.Count * 0.95)];
    }

    /// <summary>A shop whose panel is to fail, and what its customers hear of it.</summary>
    private sealed class Outage
    {
        private readonly FaultStage _stage;
        private readonly int _callsBefore;

        private Outage(FaultStage stage, FaultShop shop, int callsBefore)
        {
            _stage = stage;
            Shop = shop;
            _callsBefore = callsBefore;
        }

        public FaultShop Shop { get; }

        public List<string> Answers { get; } = [];

        public TimeSpan SlowestAnswer { get; private set; }

        public static async Task<Outage> OpenAsync(FaultStage stage, string name)
        {
            var shop = await stage.OpenShopAsync(name, Customers);
            return new Outage(stage, shop, (await shop.CallsAsync("/panel/")).Count);
        }

        public async Task<int> CallsAsync() => (await Shop.CallsAsync("/panel/")).Count - _callsBefore;

        /// <summary>One question from each customer, all at once, about an order of its own.</summary>
        public async Task AskAllAsync()
        {
            var orders = await Shop.OrdersAsync(Customers, "completed");
            var heard = (await _stage.Sandbox.ControlAsync($"telegram/{Shop.Bot}/sent?method=sendMessage")).GetProperty("last").GetInt64();
            var asked = TimeProvider.System.GetTimestamp();
            await Task.WhenAll(orders.Select((order, customer) => Shop.WriteAsync(Shop.ChatOf(customer), $"status {order}")));
            var sent = await _stage.Sandbox.ControlAsync($"telegram/{Shop.Bot}/sent?method=sendMessage&after={heard}&waitFor={Customers}&timeoutMs=20000");
            SlowestAnswer = TimeProvider.System.GetElapsedTime(asked);
            Answers.Clear();
            Answers.AddRange(sent.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()!));
            Assert.Equal(Customers, Answers.Count);
        }
    }
}
