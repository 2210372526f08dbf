using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>What a linked customer may ask, in the same words on every channel.</summary>
public sealed class QuestionTests(PanelAssistApp app)
{
    public static TheoryData<Channel> Channels { get; } = new(Channel.Telegram, Channel.WebChat);

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Status_gives_the_facts_of_the_order_as_the_panel_has_them(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel);
        var reply = await ana.AsksAsync("status 1001");
        Assert.StartsWith("Order 1001: in progress\nService: Instagram Followers [R30] (101)\nQuantity: 1,000\nStart count: 812\n", reply, StringComparison.Ordinal);
        Assert.Contains("\nRemaining: 95\nCharge: ", reply, StringComparison.Ordinal);
        Assert.Contains("0.41", reply, StringComparison.Ordinal);
        Assert.EndsWith("\nOrdered: 1 day ago", reply, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task A_refill_reaches_the_panel_once_and_its_state_can_be_asked_for(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel);
        Assert.StartsWith("Order 1002: refill requested.", await ana.AsksAsync("refill 1002"), StringComparison.Ordinal);
        Assert.Equal("Order 1002: the refill was already requested just now. I have not sent it again.", await ana.AsksAsync("refill 1002"));
        Assert.StartsWith("Order 1002: the refill is ", await ana.AsksAsync("refill status 1002"), StringComparison.Ordinal);
        Assert.Single(await shop.Panel.RefillsAsync());
        Assert.Single(await shop.Panel.AskedToAsync("refill"));
        var action = Assert.Single(await shop.Owner.ActionsAsync("1002"));
        Assert.Equal("refill done customer_key", $"{action.GetProperty("kind")} {action.GetProperty("state")} {action.GetProperty("route")}");
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task A_cancel_reaches_the_panel_once(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel);
        Assert.StartsWith("Order 1004: cancel requested.", await ana.AsksAsync("cancel 1004"), StringComparison.Ordinal);
        Assert.Equal("Order 1004: canceling was already requested just now. I have not sent it again.", await ana.AsksAsync("cancel 1004"));
        Assert.Single(await shop.Panel.CancelsAsync());
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task A_speed_up_becomes_a_request_for_people(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel);
        Assert.Equal("Order 1005: I've asked the team to speed it up.", await ana.AsksAsync("speed up 1005"));
        var action = Assert.Single(await shop.Owner.ActionsAsync("1005"));
        Assert.Equal("people", action.GetProperty("route").GetString());
        var conversation = Assert.Single(await shop.Owner.ItemsAsync($"conversations?channelId={ana.ChannelId}"));
        var messages = await shop.Owner.ItemsAsync($"conversations/{conversation.GetProperty("id")}/messages");
        Assert.Contains(messages, message => message.GetProperty("direction").GetString() == "activity" && message.GetProperty("text").GetString()!.Contains("1005", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Balance_services_and_help_are_answered(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel);
        var balance = await ana.AsksAsync("balance");
        Assert.Contains("\"ana\"", balance, StringComparison.Ordinal);
        Assert.Contains("25.4", balance, StringComparison.Ordinal);
        var services = await ana.AsksAsync("services instagram");
        Assert.Contains("101 - Instagram Followers [R30]", services, StringComparison.Ordinal);
        Assert.DoesNotContain("TikTok", services, StringComparison.Ordinal);
        Assert.StartsWith("Here is what I can do:", await ana.AsksAsync("help"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task A_stranger_is_told_how_to_link_and_the_panel_is_asked_for_no_order(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var stranger = await shop.StrangerAsync(channel);
        foreach (var text in new[] { "status 1001", "refill 1002", "cancel 1004", "balance" })
        {
            Assert.StartsWith("I need to know your panel account first", await stranger.AsksAsync(text), StringComparison.Ordinal);
        }

        Assert.Empty(await shop.Panel.AskedAsync("1001"));
        Assert.Empty(await shop.Panel.RefillsAsync());
        Assert.Empty(await shop.Panel.CancelsAsync());
    }

    [Theory]
    [InlineData(Channel.Telegram, "status", true)]
    [InlineData(Channel.Telegram, "refill", true)]
    [InlineData(Channel.Telegram, "cancel", false)]
    [InlineData(Channel.WebChat, "status", true)]
    [InlineData(Channel.WebChat, "speed up", true)]
    [InlineData(Channel.WebChat, "refill", false)]
    public async Task Someone_elses_order_and_one_that_does_not_exist_get_the_very_same_words(Channel channel, string verb, bool withKey)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel, withKey: withKey);
        var someoneElses = await ana.AsksAsync($"{verb} 2001");
        var missing = await ana.AsksAsync($"{verb} 9999");
        Assert.Equal("Order ####: I can't find it among your orders. Please check the number.", someoneElses.Replace("2001", "####", StringComparison.Ordinal));
        Assert.Equal(someoneElses.Replace("2001", "####", StringComparison.Ordinal), missing.Replace("9999", "####", StringComparison.Ordinal));
        Assert.Empty(await shop.Owner.ActionsAsync("2001"));
        Assert.Empty(await shop.Panel.RefillsAsync());
        Assert.Empty(await shop.Panel.CancelsAsync());
    }

    [Fact]
    public async Task Each_of_two_customers_reaches_only_their_own_orders()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(Channel.Telegram);
        var ben = await shop.LinkedAsync(Channel.Telegram, PlayedPanel.Ben);
        Assert.StartsWith("Order 2001: in progress", await ben.AsksAsync("status 2001"), StringComparison.Ordinal);
        Assert.Contains("can't find it among your orders", await ana.AsksAsync("status 2001"), StringComparison.Ordinal);
        Assert.Contains("can't find it among your orders", await ben.AsksAsync("refill 1002"), StringComparison.Ordinal);
        Assert.Contains("can't find it among your orders", await ben.AsksAsync("cancel 1004"), StringComparison.Ordinal);
        Assert.Empty(await shop.Panel.RefillsAsync());
        Assert.Empty(await shop.Panel.CancelsAsync());
    }

    [Fact]
    public async Task The_same_refill_by_Telegram_and_web_chat_at_one_moment_is_one_call_to_the_panel()
    {
        const int sets = 50;
        var shop = await app.OpenShopAsync();
        var phone = await shop.LinkedAsync(Channel.Telegram);
        var laptop = await shop.LinkedAsync(Channel.WebChat);
        for (var set = 0; set < sets; set++)
        {
            var order = 5001 + (2 * set);
            await Task.WhenAll(phone.SaysAsync($"refill {order}"), laptop.SaysAsync($"refill {order}"));
            string[] replies = [await phone.NextReplyAsync(), await laptop.NextReplyAsync()];
            Assert.Single(replies, reply => reply.StartsWith($"Order {order}: refill requested.", StringComparison.Ordinal));
            Assert.Single(replies, reply => reply == $"Order {order}: the refill was already requested just now. I have not sent it again.");
        }

        Assert.Equal(sets, (await shop.Panel.AskedToAsync("refill")).Count);
        Assert.Equal(sets, (await shop.Panel.RefillsAsync()).DistinctBy(task => task.GetProperty("orderId").GetInt64()).Count());
    }

    [Fact]
    public async Task The_web_chats_socket_carries_the_same_conversation_and_resumes_it()
    {
        var shop = await app.OpenShopAsync();
        var ana = (ChatVisitor)await shop.LinkedAsync(Channel.WebChat);
        await using (var socket = await ana.OpenSocketAsync())
        {
            Assert.Equal("welcome", (await socket.NextAsync()).Type);
            await socket.SendAsync(new { type = "send", id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", text = "status 1001" });
            var frames = await socket.TakeAsync(3);
            Assert.Contains(frames, frame => frame.Type == "accepted");
            Assert.Contains(frames, frame => frame is { Direction: "in", ClientId: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff" });
            Assert.StartsWith("Order 1001: in progress", frames.Single(frame => frame.Direction == "out").Text, StringComparison.Ordinal);
        }

        Assert.StartsWith("Order 1001: in progress", await ana.NextReplyAsync(), StringComparison.Ordinal);
        await ana.SaysAsync("balance");
        await using var again = await ana.OpenSocketAsync();
        Assert.Equal("welcome", (await again.NextAsync()).Type);
        Assert.Equal("balance", (await again.NextAsync()).Text);
        Assert.StartsWith("The balance of", (await again.NextAsync()).Text, StringComparison.Ordinal);
    }
}
