using System.Globalization;
using System.Net;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>The Bot API fails, and updates that cannot be handled.</summary>
[Trait("Category", "Faults")]
[Collection(FaultTests.Name)]
public sealed class ChannelFaultTests(ChannelFaultTests.Stage fixture) : IClassFixture<ChannelFaultTests.Stage>
{
    private const int MostAttempts = 8;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("500", false)]
    [InlineData("502", true)]
    [InlineData("drop-before", false)]
    [InlineData("drop-after", true)]
    [InlineData("html", false)]
    [InlineData("truncated", true)]
    public async Task A_reply_that_may_not_have_arrived_is_sent_again_and_flagged(string kind, bool acts)
    {
        const int customers = 3;
        var shop = await fixture.Value.OpenShopAsync($"send-{kind}", customers);
        await fixture.Value.FaultAsync(new SandboxFault(shop.BotTarget, "sendMessage", kind, Count: customers, Acts: acts));

        for (var customer = 0; customer < customers; customer++)
        {
            await shop.WriteAsync(shop.ChatOf(customer), "help");
        }

        for (var customer = 0; customer < customers; customer++)
        {
            var chat = shop.ChatOf(customer);
            await Eventually.HoldsAsync(
                async () => (await shop.ShownAsync(chat)).Exists(message => message is { Direction: "out", Delivery: "sent_possibly_twice" }),
                $"the reply in chat {chat} is sent and flagged",
                Soon);
            Assert.Equal(acts ? 2 : 1, (await shop.SaidAsync(chat)).Count);
        }
    }

    [Fact]
    public async Task A_429_is_waited_out_exactly_and_nothing_is_said_twice()
    {
        var shop = await fixture.Value.OpenShopAsync("send-429", customers: 1);
        await fixture.Value.FaultAsync(new SandboxFault(shop.BotTarget, "sendMessage", "429", Count: 1, Milliseconds: 2_000));

        await shop.WriteAsync(shop.ChatOf(0), "help");
        await shop.WriteAsync(shop.ChatOf(0), "balance");

        await Eventually.HoldsAsync(
            async () => (await shop.ShownAsync(shop.ChatOf(0))).Count(message => message is { Direction: "out", Delivery: "sent" }) == 2, "both replies are sent", Soon);
        var sent = await fixture.Value.Sandbox.ControlAsync($"journal?counterpart={shop.BotTarget}&contains=sendMessage");
        var calls = sent.GetProperty("items").EnumerateArray().Select(call => call.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.Equal(3, calls.Count);
        Assert.True(calls[1] - calls[0] >= TimeSpan.FromSeconds(2), $"Called again after {(calls[1] - calls[0]).TotalSeconds:0.00} s.");
        var said = await shop.SaidAsync(shop.ChatOf(0));
        Assert.StartsWith("Here is what I can do", said[0], StringComparison.Ordinal);
        Assert.Equal(2, said.Count);
    }

    [Fact]
    public async Task A_message_that_cannot_be_handled_is_a_dead_letter_the_others_are_answered_and_a_replay_answers_it()
    {
        const int neighbors = 5;
        var stage = fixture.Value;
        var shop = await stage.OpenShopAsync("poison", neighbors + 1);
        var orders = await shop.OrdersAsync(neighbors + 1, "completed");
        for (var customer = 0; customer <= neighbors; customer++)
        {
            await shop.WriteAsync(shop.ChatOf(customer), "help");
            await shop.UntilSaidAsync(shop.ChatOf(customer), "Here is what I can do", Soon);
        }

        // A conversation that cannot be read makes every turn in it fail; in memory it would go unnoticed.
        var chat = shop.ChatOf(0).ToString(CultureInfo.InvariantCulture);
        await stage.Product.KillAsync();
        Assert.Equal(1, await stage.Database.TamperAsync($"UPDATE conversations SET memory = '\"damaged\"' WHERE chat_id = '{chat}'"));
        await stage.Product.StartAsync();

        for (var customer = 0; customer <= neighbors; customer++)
        {
            await shop.WriteAsync(shop.ChatOf(customer), $"status {orders[customer]}");
        }

        for (var customer = 1; customer <= neighbors; customer++)
        {
            await shop.UntilSaidAsync(shop.ChatOf(customer), $"Order {orders[customer]}: completed", Soon);
        }

        await Eventually.HoldsAsync(async () => (await stage.ListAsync("api/v1/dead-letters?limit=100", shop.Token)).Count == 1, "the message is a dead letter", Soon);
        var letter = (await stage.ListAsync("api/v1/dead-letters?limit=100", shop.Token)).Single();
        Assert.Equal("inbox", letter.GetProperty("box").GetString());
        Assert.InRange(letter.GetProperty("attempts").GetInt32(), 2, MostAttempts);

        await stage.Database.TamperAsync($"UPDATE conversations SET memory = '{{}}' WHERE chat_id = '{chat}'");
        await stage.PostAsync($"api/v1/dead-letters/{letter.GetProperty("id").GetString()}/replay", shop.Token, new { });
        await shop.UntilSaidAsync(shop.ChatOf(0), $"Order {orders[0]}: completed", Soon);
        Assert.Empty(await stage.ListAsync("api/v1/dead-letters?limit=100", shop.Token));
    }

    [Fact]
    public async Task An_update_that_is_no_JSON_is_acknowledged_and_a_dead_letter_and_does_not_block_the_chat()
    {
        var shop = await fixture.Value.OpenShopAsync("broken-json", customers: 1);
        Assert.Equal(HttpStatusCode.OK, await shop.DeliverAsync("{\"update_id\": 7, \"message\": {"));
        Assert.Equal(HttpStatusCode.OK, await shop.DeliverAsync("not even close"));

        await shop.WriteAsync(shop.ChatOf(0), "help");
        await shop.UntilSaidAsync(shop.ChatOf(0), "Here is what I can do", Soon);
        await Eventually.HoldsAsync(async () => (await fixture.Value.ListAsync("api/v1/dead-letters?limit=100", shop.Token)).Count == 2, "both are dead letters", Soon);
    }

    /// <summary>Short pauses between attempts, as many attempts as usual.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        internal FaultStage Value { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Value = await FaultStage.StartAsync(
            await TestDatabase.CreateAsync(), ("Outbox__RetryDelay", "00:00:00.050"), ("Inbox__RetryDelay", "00:00:00.010"));

        public ValueTask DisposeAsync() => Value.DisposeAsync();
    }
}
