namespace PanelAssist.Server.Tests.Faults;

/// <summary>The panel's answer to a refill or cancel is lost, cut off or no answer at all.</summary>
[Trait("Category", "Faults")]
[Collection(FaultTests.Name)]
public sealed class LostAnswerTests(LostAnswerTests.Stage fixture, ITestOutputHelper output) : IClassFixture<LostAnswerTests.Stage>
{
    private const string Accepted = "The panel has accepted";
    private const string BeingChecked = "I am checking";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_answer_lost_after_acting_never_leads_to_a_second_call_and_the_customer_hears_the_outcome()
    {
        const int customers = 60;
        var shop = await fixture.Value.OpenShopAsync("lost-after", customers);
        var refills = await shop.OrdersAsync(customers / 2, "completed");
        var cancels = await shop.OrdersAsync(customers / 2, "in_progress");
        await fixture.Value.FaultAsync(new SandboxFault(shop.PanelTarget, "action=", "drop-after"));

        var asked = refills.Select(order => ("refill", order)).Concat(cancels.Select(order => ("cancel", order))).ToList();
        await Task.WhenAll(asked.Select((ask, customer) => shop.WriteAsync(shop.ChatOf(customer), $"{ask.Item1} {ask.order}")));

        for (var customer = 0; customer < customers; customer++)
        {
            var (_, order) = asked[customer];
            await shop.UntilSaidAsync(shop.ChatOf(customer), "did reach the panel", Soon);
            var said = await shop.SaidAsync(shop.ChatOf(customer));
            Assert.Contains(BeingChecked, said[0], StringComparison.Ordinal);
            Assert.Equal(2, said.Count);
            Assert.Equal(1, await shop.WritesToPanelAsync(order));
            Assert.Equal([new ShownAction("reconciled", true)], await shop.ActionsAsync(order));
        }

        output.WriteLine($"{customers} lost answers: 0 second calls, {customers} told \"being checked\", then the outcome.");
    }

    [Fact]
    public async Task A_call_lost_before_acting_is_found_out_and_may_be_asked_for_again()
    {
        const int customers = 20;
        var shop = await fixture.Value.OpenShopAsync("lost-before", customers);
        var orders = await shop.OrdersAsync(customers, "completed");
        await fixture.Value.FaultAsync(new SandboxFault(shop.PanelTarget, "action=", "drop-before", Count: customers));

        await Task.WhenAll(orders.Select((order, customer) => shop.WriteAsync(shop.ChatOf(customer), $"refill {order}")));
        for (var customer = 0; customer < customers; customer++)
        {
            await shop.UntilSaidAsync(shop.ChatOf(customer), "did not reach the panel", Soon);
            Assert.Equal(1, await shop.WritesToPanelAsync(orders[customer]));
            Assert.Equal([new ShownAction("reconciled", false)], await shop.ActionsAsync(orders[customer]));
        }

        await Task.WhenAll(orders.Select((order, customer) => shop.WriteAsync(shop.ChatOf(customer), $"refill {order}")));
        for (var customer = 0; customer < customers; customer++)
        {
            await shop.UntilSaidAsync(shop.ChatOf(customer), Accepted, Soon);
            Assert.Equal(1, await shop.OpenTasksAsync(orders[customer]));
        }
    }

    [Theory]
    [InlineData("html", false)]
    [InlineData("html", true)]
    [InlineData("empty", false)]
    [InlineData("empty", true)]
    [InlineData("truncated", true)]
    [InlineData("cut", true)]
    [InlineData("500", false)]
    [InlineData("502", true)]
    public async Task What_is_no_answer_is_never_taken_for_success(string kind, bool acts)
    {
        var shop = await fixture.Value.OpenShopAsync($"no-answer-{kind}-{(acts ? "acts" : "does-not")}", customers: 2);
        long[] orders = [.. await shop.OrdersAsync(1, "completed"), .. await shop.OrdersAsync(1, "in_progress")];
        await fixture.Value.FaultAsync(new SandboxFault(shop.PanelTarget, "action=", kind, Acts: acts));

        await shop.WriteAsync(shop.ChatOf(0), $"refill {orders[0]}");
        await shop.WriteAsync(shop.ChatOf(1), $"cancel {orders[1]}");

        for (var customer = 0; customer < 2; customer++)
        {
            await shop.UntilSaidAsync(shop.ChatOf(customer), acts ? "did reach the panel" : "did not reach the panel", Soon);
            var said = await shop.SaidAsync(shop.ChatOf(customer));
            Assert.Contains(BeingChecked, said[0], StringComparison.Ordinal);
            Assert.DoesNotContain(said, text => text.Contains(Accepted, StringComparison.Ordinal));
            Assert.Equal(1, await shop.WritesToPanelAsync(orders[customer]));
        }
    }

    [Theory]
    [InlineData("error", "the panel refused the refill", "refused")]
    [InlineData("429", "the panel is not answering right now. Nothing was changed", "refused")]
    public async Task A_no_is_told_as_a_no_and_the_order_may_be_asked_for_again(string kind, string words, string state)
    {
        var shop = await fixture.Value.OpenShopAsync("no-" + kind, customers: 1);
        var orders = await shop.OrdersAsync(1, "completed");
        await fixture.Value.FaultAsync(new SandboxFault(shop.PanelTarget, "action=", kind, Count: 1));

        await shop.WriteAsync(shop.ChatOf(0), $"refill {orders[0]}");
        await shop.UntilSaidAsync(shop.ChatOf(0), words, Soon);
        Assert.Equal([new ShownAction(state, null)], await shop.ActionsAsync(orders[0]));

        await Eventually.HoldsAsync(
            async () =>
            {
                await shop.WriteAsync(shop.ChatOf(0), $"refill {orders[0]}");
                var before = (await shop.SaidAsync(shop.ChatOf(0))).Count;
                await Eventually.HoldsAsync(async () => (await shop.SaidAsync(shop.ChatOf(0))).Count > before, "an answer", Soon);
                return (await shop.SaidAsync(shop.ChatOf(0)))[^1].Contains(Accepted, StringComparison.Ordinal);
            },
            "the refill accepted",
            Soon);
        Assert.Equal(1, await shop.OpenTasksAsync(orders[0]));
    }

    [Fact]
    public async Task Of_several_orders_each_gets_its_own_outcome()
    {
        var shop = await fixture.Value.OpenShopAsync("per-item", customers: 1);
        var orders = await shop.OrdersAsync(2, "completed");
        await fixture.Value.FaultAsync(new SandboxFault(shop.PanelTarget, "action=refill", "hold-before", Count: 1));

        await shop.WriteAsync(shop.ChatOf(0), $"refill {orders[0]} {orders[1]}");
        await fixture.Value.Sandbox.ControlAsync($"journal?counterpart={shop.PanelTarget}&contains=action=refill&waitFor=1");

        // On offer when it was looked up, no more when it was asked for.
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/_control/panels/{shop.Name}/orders/{orders[1]}") { Content = System.Net.Http.Json.JsonContent.Create(new { refillable = false }) };
        using var patched = await fixture.Value.Sandbox.Http.SendAsync(patch, TestContext.Current.CancellationToken);
        patched.EnsureSuccessStatusCode();
        await fixture.Value.Sandbox.ControlAsync("holds/release", new { target = shop.PanelTarget });

        await shop.UntilSaidAsync(shop.ChatOf(0), $"Order {orders[0]}: refill requested", Soon);
        await shop.UntilSaidAsync(shop.ChatOf(0), $"Order {orders[1]}: the panel refused the refill", Soon);
        Assert.Equal("done", (await shop.ActionsAsync(orders[0])).Single().State);
        Assert.Equal("refused", (await shop.ActionsAsync(orders[1])).Single().State);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("truncated")]
    [InlineData("error")]
    [InlineData("502")]
    public async Task A_look_up_without_an_answer_is_told_so_and_starts_nothing(string kind)
    {
        var shop = await fixture.Value.OpenShopAsync("look-up-" + kind, customers: 2);
        var orders = await shop.OrdersAsync(2, "completed");
        await fixture.Value.FaultAsync(new SandboxFault(shop.PanelTarget, "adminapi", kind));

        await shop.WriteAsync(shop.ChatOf(0), $"status {orders[0]}");
        await shop.WriteAsync(shop.ChatOf(1), $"refill {orders[1]}");

        await shop.UntilSaidAsync(shop.ChatOf(0), "is not answering right now", Soon);
        await shop.UntilSaidAsync(shop.ChatOf(1), "is not answering right now", Soon);
        Assert.Equal(0, await shop.WritesToPanelAsync(orders[1]));
    }

    /// <summary>A circuit that never opens here: it has tests of its own.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        internal FaultStage Value { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Value = await FaultStage.StartAsync(await TestDatabase.CreateAsync(), ("Panels__FailuresToOpen", "100"));

        public ValueTask DisposeAsync() => Value.DisposeAsync();
    }
}
