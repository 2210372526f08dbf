namespace PanelAssist.Server.Tests.Faults;

/// <summary>Replies that wait for their chat's rate when the process ends.</summary>
[Trait("Category", "Faults")]
[Collection(FaultTests.Name)]
public sealed class WaitingRepliesTests
{
    private const int Questions = 4;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replies_that_had_not_left_are_sent_once_and_not_flagged(bool killed)
    {
        await using var stage = await FaultStage.StartAsync(
            await TestDatabase.CreateAsync(), ("Telegram__MessagesPerSecondPerChat", "0.5"), ("Telegram__BurstPerChat", "1"));
        var shop = await stage.OpenShopAsync("waiting", customers: 1);
        var chat = shop.ChatOf(0);
        for (var question = 0; question < Questions; question++)
        {
            await shop.WriteAsync(chat, "help");
        }

        await Eventually.HoldsAsync(
            async () => await RepliesAsync(shop, chat) is { Count: Questions } replies && replies.Count(reply => reply.Delivery == "sent") == 1,
            "one reply is sent, the others wait",
            Soon);
        await (killed ? stage.Product.KillAsync() : stage.Product.StopAsync());
        await stage.Product.StartAsync();

        await Eventually.HoldsAsync(async () => (await RepliesAsync(shop, chat)).TrueForAll(reply => reply.Delivery is not "queued"), "all are sent", Soon);
        Assert.All(await RepliesAsync(shop, chat), reply => Assert.Equal("sent", reply.Delivery));
        Assert.Equal(Questions, (await shop.SaidAsync(chat)).Count);
    }

    private static async Task<List<ShownMessage>> RepliesAsync(FaultShop shop, long chat) =>
        (await shop.ShownAsync(chat)).FindAll(message => message.Direction == "out");
}
