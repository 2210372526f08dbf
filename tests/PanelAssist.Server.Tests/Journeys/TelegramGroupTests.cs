using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>Groups, where people talk among themselves, and the buttons under a reply.</summary>
public sealed class TelegramGroupTests(PanelAssistApp app)
{
    [Fact]
    public async Task Chatter_in_a_group_is_neither_answered_nor_kept_and_a_command_is_answered_as_a_reply()
    {
        var shop = await app.OpenShopAsync();
        var group = shop.Telegram.NewGroup();
        await shop.LinkAsync(group);
        foreach (var chatter in new[] { "help", "balance", "hello everybody", "thanks a lot", "my order is late again and nobody answers", "did you see the match?" })
        {
            await group.WritesInTelegramAsync(chatter, new { chatType = "supergroup" });
        }

        // One chat is read in order: an answer to the chatter would be the first.
        var command = await group.WritesInTelegramAsync("/status 1001", new { chatType = "supergroup" });
        var reply = await group.NextSentAsync();
        Assert.StartsWith("Order 1001: in progress", reply.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(command, reply.GetProperty("replyTo").GetInt64());
        var messages = await shop.Owner.MessagesAsync(group.ChannelId, group.ChatId);
        Assert.Equal("/status 1001", messages[0].GetProperty("text").GetString());
        Assert.Equal(2, messages.Count);
    }

    [Fact]
    public async Task In_a_group_everybody_is_answered_for_their_own_account()
    {
        var shop = await app.OpenShopAsync();
        var ana = shop.Telegram.NewGroup();
        await shop.LinkAsync(ana);
        var stranger = new TelegramChat(app, shop.Telegram, ana.Id, shop.Telegram.NewChat().Id);
        await stranger.SaysAsync("/status 1001");
        Assert.StartsWith("I need to know your panel account first", await ana.NextReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("Order 1001: in progress", await ana.AsksAsync("/status 1001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_of_a_forum_is_answered_in_the_topic()
    {
        var shop = await app.OpenShopAsync();
        var group = shop.Telegram.NewGroup();
        await shop.LinkAsync(group);
        await group.WritesInTelegramAsync("/status 1001", new { chatType = "supergroup", threadId = 7 });
        Assert.Equal(7, (await group.NextSentAsync()).GetProperty("threadId").GetInt64());
    }

    [Fact]
    public async Task A_bare_order_number_offers_buttons_and_a_press_is_acknowledged_and_carried_out()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.SaysAsync("1002");
        var menu = await ana.NextSentAsync();
        Assert.StartsWith("Order 1002: what would you like to do?", menu.GetProperty("text").GetString(), StringComparison.Ordinal);
        var buttons = menu.GetProperty("replyMarkup").GetProperty("inline_keyboard").EnumerateArray().SelectMany(row => row.EnumerateArray())
            .ToDictionary(button => button.GetProperty("text").GetString()!, button => button.GetProperty("callback_data").GetString()!, StringComparer.Ordinal);

        var messageId = menu.GetProperty("messageId").GetInt64();
        await ana.PressesAsync(messageId, buttons["Status"]);
        Assert.StartsWith("Order 1002: completed", await ana.NextReplyAsync(), StringComparison.Ordinal);
        await ana.PressesAsync(messageId, buttons["Refill"]);
        Assert.StartsWith("Order 1002: refill requested.", await ana.NextReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await shop.Telegram.SentAsync(method: "answerCallbackQuery", waitFor: 2)).Count);
        Assert.Single(await shop.Panel.RefillsAsync());
    }

    [Fact]
    public async Task The_web_chats_buttons_do_the_same()
    {
        var shop = await app.OpenShopAsync();
        var ana = (ChatVisitor)await shop.LinkedAsync(Channel.WebChat);
        await ana.SaysAsync("1004");
        var menu = await ana.NextMessageAsync();
        var cancel = menu.GetProperty("buttons").EnumerateArray().Single(button => button.GetProperty("label").GetString() == "Cancel");
        await ana.PressesAsync(cancel.GetProperty("command").GetString()!);
        Assert.StartsWith("Order 1004: cancel requested.", await ana.NextReplyAsync(), StringComparison.Ordinal);
    }
}
