using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>Two owners side by side: the same people, chats and order numbers in both, and nothing crosses over.</summary>
public sealed class TwoShopsTests(PanelAssistApp app)
{
    [Fact]
    public async Task A_customer_known_in_one_shop_is_a_stranger_in_the_other()
    {
        var first = await app.OpenShopAsync();
        var second = await app.OpenShopAsync();
        var here = await first.LinkedInTelegramAsync();
        var there = new TelegramChat(app, second.Telegram, here.Id, here.Id);
        Assert.StartsWith("Order 1002: refill requested.", await here.AsksAsync("refill 1002"), StringComparison.Ordinal);
        Assert.StartsWith("I need to know your panel account first", await there.AsksAsync("refill 1002"), StringComparison.Ordinal);

        await second.LinkAsync(there);
        Assert.StartsWith("Order 1002: refill requested.", await there.AsksAsync("refill 1002"), StringComparison.Ordinal);
        Assert.Single(await first.Panel.RefillsAsync());
        Assert.Single(await second.Panel.RefillsAsync());
        Assert.Single(await first.Owner.ActionsAsync("1002"));
        Assert.Single(await second.Owner.ActionsAsync("1002"));
    }

    [Fact]
    public async Task An_owner_sees_and_touches_no_conversation_of_another()
    {
        var first = await app.OpenShopAsync();
        var second = await app.OpenShopAsync();
        var ana = await first.LinkedInTelegramAsync();
        await ana.AsksAsync("status 1001");
        var id = (await first.Owner.ConversationAsync(ana.ChannelId, ana.ChatId)).GetProperty("id").GetGuid();

        Assert.Empty(await second.Owner.ItemsAsync("conversations"));
        Assert.Empty(await second.Owner.ItemsAsync($"conversations?channelId={ana.ChannelId}&externalId={ana.ChatId}"));
        Assert.Equal(404, (await second.Owner.CallAsync(HttpMethod.Get, $"conversations/{id}/messages")).Status);
        Assert.Equal(404, (await second.Owner.CallAsync(HttpMethod.Post, $"conversations/{id}/messages", new { text = "hello" })).Status);
        Assert.Equal(404, (await second.Owner.CallAsync(HttpMethod.Post, $"conversations/{id}/hand-back", new { })).Status);
        Assert.Equal(2, (await first.Owner.MessagesAsync(ana.ChannelId, ana.ChatId)).Count);
    }

    [Fact]
    public async Task A_panel_that_hangs_in_one_shop_is_not_noticed_in_the_other()
    {
        var first = await app.OpenShopAsync();
        var second = await app.OpenShopAsync();
        var slow = await first.LinkedInTelegramAsync();
        var quick = await second.LinkedInTelegramAsync();
        await first.Panel.MisbehavesAsync("hold-before");
        await slow.SaysAsync("status 1001");
        await first.Panel.HeldAsync();
        Assert.StartsWith("Order 1001: in progress", await quick.AsksAsync("status 1001"), StringComparison.Ordinal);

        // Nor is the customer in front of it left without words for more than ten seconds.
        var started = TimeProvider.System.GetTimestamp();
        Assert.StartsWith("Order 1001: the panel is not answering right now.", await slow.NextReplyAsync(), StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 10);
    }
}
