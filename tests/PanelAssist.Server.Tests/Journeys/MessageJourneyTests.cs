using System.Text.Json;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>One message from the hook to the Bot API, looked at after each of the steps that can be seen from outside.</summary>
public sealed class MessageJourneyTests(PanelAssistApp app)
{
    [Fact]
    public async Task A_refill_asked_for_in_Telegram_walks_all_eleven_steps()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        var accepted = await app.MetricAsync("panelassist_inbox_accepted_total");
        var handled = await app.MetricAsync("panelassist_inbox_handled_total");
        var sent = await app.MetricAsync("panelassist_outbox_sent_total");
        var actions = await app.MetricAsync("panelassist_actions_total");

        // 1: what does not carry the secret goes nowhere.
        var update = JsonSerializer.SerializeToUtf8Bytes(ana.Update("refill 1002"));
        Assert.Equal(401, await shop.Telegram.DeliverAsync(update, "not the secret"));

        // 2: acknowledged means stored, while the panel has not even been asked: its answer is held back.
        await shop.Panel.MisbehavesAsync("hold-before", "action=refill", count: 1);
        Assert.Equal(200, await shop.Telegram.DeliverAsync(update, shop.Telegram.HookSecret));
        await app.MetricPassesAsync("panelassist_inbox_accepted_total", accepted);

        // 3 to 7: the conversation has it, the words were understood, and the action is on disk before the panel is asked.
        await shop.Panel.HeldAsync();
        var sending = Assert.Single(await shop.Owner.ActionsAsync("1002"));
        Assert.Equal("sending", sending.GetProperty("state").GetString());
        Assert.Empty(await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId));
        await shop.Panel.ReleaseAsync();

        // 8 to 11: the words are those of the template, committed with the question, and sent once.
        var reply = await ana.NextSentAsync();
        Assert.Equal("Order 1002: refill requested. The panel has accepted it. To follow it, send: refill status 1002", reply.GetProperty("text").GetString());
        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Count == 2 && all[1].GetProperty("delivery").GetString() == "sent");
        Assert.Equal("in/contact, out/assistant", string.Join(", ", messages.Select(message => $"{message.GetProperty("direction")}/{message.GetProperty("author")}")));
        Assert.Equal("refill 1002", messages[0].GetProperty("text").GetString());
        Assert.Equal(reply.GetProperty("text").GetString(), messages[1].GetProperty("text").GetString());

        var done = Assert.Single(await shop.Owner.ActionsAsync("1002"));
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal("sending, done", string.Join(", ", done.GetProperty("timeline").EnumerateArray().Select(line => line.GetProperty("state"))));
        Assert.Single(await shop.Panel.AskedToAsync("refill"));
        Assert.Single(await shop.Panel.RefillsAsync());
        Assert.Single(await shop.Telegram.SentAsync(ana.Id));

        await app.MetricPassesAsync("panelassist_inbox_handled_total", handled);
        await app.MetricPassesAsync("panelassist_outbox_sent_total", sent);
        await app.MetricPassesAsync("panelassist_actions_total", actions);
    }
}
