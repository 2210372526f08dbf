using System.Globalization;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>What the Bot API may answer to a send, and the one reaction to each.</summary>
public sealed class TelegramSendingTests(PanelAssistApp app)
{
    [Fact]
    public async Task Words_that_look_like_markup_are_sent_as_plain_text()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await app.Outside.PostAsync($"panels/{shop.Panel.Name}/add", new
        {
            services = new[] { new { id = 103, name = "<b>*Likes_ [x](http://y) & `more`", category = "Odd", rate = 1, refill = true, cancel = true } },
            orders = new[] { new { id = 1100, user = PlayedPanel.Ana, serviceId = 103, status = "completed" } },
        });
        await ana.SaysAsync("status 1100");
        var sent = await ana.NextSentAsync();
        Assert.Contains("<b>*Likes_", sent.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, sent.GetProperty("parseMode").ValueKind);
    }

    [Fact]
    public async Task A_message_that_Telegram_will_never_take_is_a_dead_letter_and_the_next_one_goes_out()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await app.Outside.FaultAsync(new { target = shop.Telegram.Target, match = "sendMessage", kind = "400", text = "Bad Request: message is too long", count = 1 });
        await ana.SaysAsync("status 1001");
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Count == 2 && all[1].GetProperty("delivery").GetString() == "failed");
        Assert.Equal("outbox", Assert.Single(await shop.Owner.ItemsAsync("dead-letters")).GetProperty("box").GetString());
        Assert.StartsWith("Here is what I can do:", await ana.AsksAsync("help"), StringComparison.Ordinal);
        Assert.Equal(2, (await shop.Telegram.CalledAsync("sendMessage")).Count);
    }

    [Fact]
    public async Task A_customer_who_blocked_the_bot_is_unreachable_and_not_tried_again_until_they_write()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await app.Outside.PostAsync($"telegram/{shop.Telegram.Token}/block", new { chatId = ana.Id, blocked = true });
        await ana.SaysAsync("help");
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Count == 2 && all[1].GetProperty("delivery").GetString() == "failed");
        Assert.True((await shop.Owner.ConversationAsync(ana.ChannelId, ana.ChatId)).GetProperty("unreachable").GetBoolean());
        Assert.Single(await shop.Telegram.CalledAsync("sendMessage"));

        await app.Outside.PostAsync($"telegram/{shop.Telegram.Token}/block", new { chatId = ana.Id, blocked = false });
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.False((await shop.Owner.ConversationAsync(ana.ChannelId, ana.ChatId)).GetProperty("unreachable").GetBoolean());
        Assert.Equal(2, (await shop.Telegram.CalledAsync("sendMessage")).Count);
    }

    [Fact]
    public async Task What_the_bot_api_cannot_parse_is_sent_again_as_plain_words_at_once()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await app.Outside.FaultAsync(new { target = shop.Telegram.Target, match = $"*sendMessage*chat_id={ana.Id}*", kind = "400", text = "can't parse entities: unexpected end of name token at byte offset 7", count = 1 });
        Assert.StartsWith("Order 1002", await ana.AsksAsync("status 1002"), StringComparison.Ordinal);
        var calls = await shop.Telegram.CalledAsync("sendMessage");
        Assert.Equal([400, 200], calls.Select(call => call.GetProperty("status").GetInt32()));
        Assert.True(calls[0].GetProperty("fields").TryGetProperty("link_preview_options", out _));
        Assert.Equal("chat_id text", string.Join(' ', calls[1].GetProperty("fields").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)));
        Assert.True(At(calls[1]) - At(calls[0]) < TimeSpan.FromSeconds(1), $"It took {At(calls[1]) - At(calls[0])}.");
    }

    [Fact]
    public async Task Told_to_wait_a_second_the_bot_waits_a_second_in_that_chat_and_loses_nothing()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        var ben = await shop.LinkedInTelegramAsync(PlayedPanel.Ben);
        await app.Outside.FaultAsync(new { target = shop.Telegram.Target, match = $"*sendMessage*chat_id={ana.Id}*", kind = "429", milliseconds = 1_000, count = 1 });
        await ana.SaysAsync("status 1001");
        await ana.SaysAsync("help");
        Assert.StartsWith("Order 1001", await ana.NextReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("Here is what I can do:", await ana.NextReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("Order 2001", await ben.AsksAsync("status 2001"), StringComparison.Ordinal);
        var calls = (await shop.Telegram.CalledAsync("sendMessage")).Where(call => call.GetProperty("fields").GetProperty("chat_id").GetString() == ana.ChatId).ToList();
        Assert.Equal(3, calls.Count);
        Assert.Equal(429, calls[0].GetProperty("status").GetInt32());
        Assert.True(At(calls[1]) - At(calls[0]) >= TimeSpan.FromSeconds(1), $"Only {At(calls[1]) - At(calls[0])} were waited.");
    }

    [Fact]
    public async Task An_answer_that_got_lost_is_sent_again_and_marked_as_perhaps_there_twice()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await app.Outside.FaultAsync(new { target = shop.Telegram.Target, match = "sendMessage", kind = "drop-after", count = 1 });
        await ana.SaysAsync("help");
        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Count == 2 && all[1].GetProperty("delivery").GetString() is not "queued");
        Assert.Equal("sent_possibly_twice", messages[1].GetProperty("delivery").GetString());
        Assert.Equal(2, (await shop.Telegram.SentAsync(ana.Id, "sendMessage")).Count);
    }

    [Fact]
    public async Task A_token_that_Telegram_takes_back_switches_the_channel_off_with_the_reason()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await app.Outside.PostAsync($"telegram/{shop.Telegram.Token}/revoke", new { revoked = true });
        await ana.SaysAsync("help");
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Count == 2 && all[1].GetProperty("delivery").GetString() == "failed");
        var channel = await shop.Owner.GetAsync($"channels/{ana.ChannelId}");
        Assert.Equal("disabled", channel.GetProperty("state").GetString());
        Assert.StartsWith("Telegram refuses the bot's token", channel.GetProperty("stateReason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_is_followed_and_its_conversation_goes_on()
    {
        var shop = await app.OpenShopAsync();
        var group = shop.Telegram.NewGroup();
        await shop.LinkAsync(group);
        Assert.StartsWith("Order 1001", await group.AsksAsync("/status 1001"), StringComparison.Ordinal);
        var before = (await shop.Owner.ConversationAsync(group.ChannelId, group.ChatId)).GetProperty("id").GetGuid();

        var moved = new TelegramChat(app, shop.Telegram, shop.Telegram.NewGroup().Id, long.Parse(group.ExternalId, CultureInfo.InvariantCulture));
        await app.Outside.PostAsync($"telegram/{shop.Telegram.Token}/migrate", new { chatId = group.Id, newChatId = moved.Id });
        await group.SaysAsync("/status 1002");
        Assert.StartsWith("Order 1002", await moved.NextReplyAsync(), StringComparison.Ordinal);

        Assert.StartsWith("Order 1003", await moved.AsksAsync("/status 1003"), StringComparison.Ordinal);
        var after = Assert.Single(await shop.Owner.ItemsAsync("conversations"));
        Assert.Equal(before, after.GetProperty("id").GetGuid());
        Assert.Equal(moved.ChatId, after.GetProperty("externalId").GetString());
        Assert.Equal(6, (await shop.Owner.MessagesAsync(group.ChannelId, moved.ChatId)).Count);
    }

    [Fact]
    public async Task A_bot_without_a_webhook_fetches_its_updates_and_answers_them()
    {
        var owner = await app.CreateTenantAsync();
        var panel = await PlayedPanel.OpenAsync(app);
        var panelId = await owner.ConnectPanelAsync(panel);
        var bot = await owner.ConnectTelegramAsync(panelId, "polling");
        var ana = bot.NewChat();
        await owner.LinkAsync(bot.ChannelId, ana.ExternalId, panelId, PlayedPanel.Ana, panel.KeyOf(PlayedPanel.Ana));
        await ana.WritesInTelegramAsync("status 1001");
        Assert.StartsWith("Order 1001: in progress", await ana.NextReplyAsync(), StringComparison.Ordinal);
        await ana.WritesInTelegramAsync("refill 1002");
        Assert.StartsWith("Order 1002: refill requested.", await ana.NextReplyAsync(), StringComparison.Ordinal);
        Assert.Empty(await bot.CalledAsync("setWebhook"));

        // The hook takes updates in this mode too.
        Assert.StartsWith("Here is what I can do:", await ana.AsksAsync("help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_https_address_is_known_a_bot_is_polled_by_itself()
    {
        var owner = await app.CreateTenantAsync();
        var panel = await PlayedPanel.OpenAsync(app);
        var bot = await owner.ConnectTelegramAsync(await owner.ConnectPanelAsync(panel), "auto");
        var stranger = bot.NewChat();
        await stranger.WritesInTelegramAsync("help");
        Assert.StartsWith("Here is what I can do:", await stranger.NextReplyAsync(), StringComparison.Ordinal);
        Assert.Empty(await bot.CalledAsync("setWebhook"));
    }

    private static DateTimeOffset At(System.Text.Json.JsonElement call) => call.GetProperty("at").GetDateTimeOffset();
}
