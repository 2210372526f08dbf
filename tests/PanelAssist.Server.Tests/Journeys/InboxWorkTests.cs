using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>A team's day with its conversations.</summary>
public sealed class InboxWorkTests(PanelAssistApp app)
{
    private static readonly Guid Tom = new("019f0000-0000-7000-8000-000000000001");
    private static readonly Guid Eva = new("019f0000-0000-7000-8000-000000000002");

    [Fact]
    public async Task A_note_is_for_the_team_and_reaches_no_customer()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        await shop.Owner.PostAsync($"conversations/{id}/notes", new { text = "Promised a refund.", mentions = new[] { Eva }, memberId = Tom });
        var note = (await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId))[^1];
        Assert.Equal($"note agent {Tom} {Eva}", $"{note.GetProperty("direction")} {note.GetProperty("author")} {note.GetProperty("memberId")} {note.GetProperty("mentions")[0]}");

        // Whatever had been sent of it would come before the answer to the next question.
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.Equal("pending", (await shop.Owner.GetAsync($"conversations/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_list_follows_what_is_said_and_who_waits()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("human");
        var line = Assert.Single(await shop.Owner.ItemsAsync("conversations?waiting=true"));
        Assert.Equal("Ana", line.GetProperty("customerName").GetString());
        Assert.StartsWith("I've passed this to the team.", line.GetProperty("lastText").GetString(), StringComparison.Ordinal);
        Assert.Single(await shop.Owner.ItemsAsync("conversations?assignee=none"));

        var id = line.GetProperty("id").GetGuid();
        await shop.Owner.PostAsync($"conversations/{id}/messages", new { text = "Hello Ana, this is Tom.", memberId = Tom });
        Assert.Empty(await shop.Owner.ItemsAsync("conversations?waiting=true"));
        line = Assert.Single(await shop.Owner.ItemsAsync($"conversations?assignee={Tom}"));
        Assert.Equal("Hello Ana, this is Tom. agent", $"{line.GetProperty("lastText")} {line.GetProperty("lastAuthor")}");

        await ana.SaysAsync("still there?");
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all[^1].GetProperty("text").GetString() == "still there?");
        line = Assert.Single(await shop.Owner.ItemsAsync("conversations?waiting=true"));
        Assert.Equal("still there? contact", $"{line.GetProperty("lastText")} {line.GetProperty("lastAuthor")}");
    }

    [Fact]
    public async Task A_panel_key_is_not_in_the_list_either()
    {
        var shop = await app.OpenShopAsync();
        var ana = shop.Telegram.NewChat();
        await ana.AsksAsync("link key " + shop.Panel.KeyOf(PlayedPanel.Ana));
        Assert.DoesNotContain(shop.Panel.KeyOf(PlayedPanel.Ana), (await shop.Owner.GetAsync("conversations")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_find_their_conversations_in_the_order_of_the_last_activity()
    {
        var shop = await app.OpenShopAsync();
        var (ana, ben) = (await shop.LinkedInTelegramAsync(), await shop.LinkedInTelegramAsync(PlayedPanel.Ben));
        await ana.AsksAsync("help");
        await ben.AsksAsync("help");
        var label = (await shop.Owner.PostAsync("labels", new { name = "refund" })).GetProperty("id").GetGuid();
        foreach (var chat in (TelegramChat[])[ana, ben])
        {
            await LabelAsync(shop, await IdAsync(shop, chat), label);
        }

        Assert.Equal($"{ben.ChatId} {ana.ChatId}", await ChatsAsync(shop, $"label={label}"));
        await ana.AsksAsync("help");
        Assert.Equal($"{ana.ChatId} {ben.ChatId}", await ChatsAsync(shop, $"label={label}"));
        await LabelAsync(shop, await IdAsync(shop, ana));
        Assert.Equal(ben.ChatId, await ChatsAsync(shop, $"label={label}"));

        var (status, _) = await shop.Owner.CallAsync(HttpMethod.Put, $"conversations/{await IdAsync(shop, ben)}/labels", new { labels = new[] { Tom } });
        Assert.Equal(422, status);
        Assert.Equal(409, (await shop.Owner.CallAsync(HttpMethod.Post, "labels", new { name = "refund" })).Status);
    }

    [Fact]
    public async Task A_snoozed_conversation_wakes_when_its_moment_comes()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        await shop.Owner.PostAsync($"conversations/{id}/snooze", new { until = TimeProvider.System.GetUtcNow().AddSeconds(1.5), memberId = Tom });
        Assert.Equal("snoozed", (await shop.Owner.GetAsync($"conversations/{id}")).GetProperty("status").GetString());
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all[^1].GetProperty("text").GetString() == "Snoozed until now");
        var line = await shop.Owner.GetAsync($"conversations/{id}");
        Assert.Equal($"open {Tom} ", $"{line.GetProperty("status")} {line.GetProperty("assigneeId")} {line.GetProperty("snoozedUntil")}");
    }

    [Fact]
    public async Task A_snoozed_conversation_wakes_at_once_when_the_customer_writes_and_the_assistant_stays_silent()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        await shop.Owner.PostAsync($"conversations/{id}/snooze", new { until = TimeProvider.System.GetUtcNow().AddHours(1), memberId = Tom });
        await ana.SaysAsync("status 1001");
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all[^1].GetProperty("text").GetString() == "status 1001");
        var line = await shop.Owner.GetAsync($"conversations/{id}");
        Assert.Equal("open people", $"{line.GetProperty("status")} {line.GetProperty("heldBy")}");
        Assert.Equal(422, (await shop.Owner.CallAsync(HttpMethod.Post, $"conversations/{id}/snooze", new { until = TimeProvider.System.GetUtcNow().AddHours(-1) })).Status);
    }

    [Fact]
    public async Task Every_change_leaves_one_audit_entry_and_what_changes_nothing_leaves_none()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        var label = (await shop.Owner.PostAsync("labels", new { name = "refund" })).GetProperty("id").GetGuid();
        for (var twice = 0; twice < 2; twice++)
        {
            await shop.Owner.PostAsync($"conversations/{id}/take-over", new { memberId = Tom });
        }

        await shop.Owner.CallAsync(HttpMethod.Put, $"conversations/{id}/assignee", new { assigneeId = Eva });
        await LabelAsync(shop, id, label);
        await LabelAsync(shop, id, label);
        await shop.Owner.PostAsync($"conversations/{id}/notes", new { text = "A note." });
        await shop.Owner.AnswersAsAgentAsync(id, "Hello Ana.");
        await shop.Owner.PostAsync($"conversations/{id}/snooze", new { until = TimeProvider.System.GetUtcNow().AddHours(1) });
        await shop.Owner.PostAsync($"conversations/{id}/resolve", new { });
        await shop.Owner.PostAsync($"conversations/{id}/resolve", new { });
        await shop.Owner.HandsBackAsync(id);
        var told = (await shop.Owner.ItemsAsync("audit")).Where(entry => entry.GetProperty("target").GetString() == $"conversation:{id:N}").Select(entry => entry.GetProperty("action").GetString()!.Split('.')[1]).Reverse();
        Assert.Equal(
            "taken_over assigned labelled note_written message_written snoozed resolved handed_back",
            string.Join(' ', told));
    }

    [Fact]
    public async Task Changes_of_every_kind_are_read_on_by_cursor()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        var cursor = (await shop.Owner.GetAsync("conversations/changes")).GetProperty("next").GetString();
        var version = 0L;
        foreach (var (path, body) in ((string, object)[])[("notes", new { text = "A note." }), ("take-over", new { memberId = Tom }), ("resolve", new { })])
        {
            await shop.Owner.PostAsync($"conversations/{id}/{path}", body);
            var changed = Assert.Single((await shop.Owner.GetAsync($"conversations/changes?cursor={cursor}")).GetProperty("items").EnumerateArray());
            Assert.Equal(id, changed.GetProperty("id").GetGuid());
            Assert.True(changed.GetProperty("version").GetInt64() > version);
            version = changed.GetProperty("version").GetInt64();
        }
    }

    [Fact]
    public async Task A_live_list_hears_of_every_change_of_its_own_tenant_and_of_no_other()
    {
        var (shop, other) = (await app.OpenShopAsync(), await app.OpenShopAsync());
        var heard = new System.Collections.Concurrent.ConcurrentQueue<(Guid Conversation, long Version)>();
        Guid id;
        using (app.Watch(shop.Owner.TenantId, (conversation, version) => heard.Enqueue((conversation, version))))
        {
            await (await other.LinkedInTelegramAsync()).AsksAsync("help");
            Assert.Empty(heard);

            var ana = await shop.LinkedInTelegramAsync();
            await ana.AsksAsync("help");
            id = await IdAsync(shop, ana);
            Assert.Equal((id, 1L), Assert.Single(heard));
            foreach (var (path, body) in ((string, object)[])[("notes", new { text = "A note." }), ("take-over", new { memberId = Tom }), ("resolve", new { })])
            {
                await shop.Owner.PostAsync($"conversations/{id}/{path}", body);
            }

            Assert.Equal([(id, 1L), (id, 2L), (id, 3L), (id, 4L)], heard);
        }

        await shop.Owner.HandsBackAsync(id);
        Assert.Equal(4, heard.Count);
    }

    [Fact]
    public async Task Drafts_views_and_canned_replies_are_kept_for_whom_they_are()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        await shop.Owner.CallAsync(HttpMethod.Put, $"conversations/{id}/drafts/{Tom}", new { text = "Hello A" });
        await shop.Owner.CallAsync(HttpMethod.Put, $"conversations/{id}/drafts/{Tom}", new { text = "Hello Ana " });
        Assert.Equal("Hello Ana ", (await shop.Owner.GetAsync($"conversations/{id}/drafts/{Tom}")).GetProperty("text").GetString());
        Assert.Equal("", (await shop.Owner.GetAsync($"conversations/{id}/drafts/{Eva}")).GetProperty("text").GetString());
        await shop.Owner.CallAsync(HttpMethod.Put, $"conversations/{id}/drafts/{Tom}", new { text = "" });
        Assert.Equal("", (await shop.Owner.GetAsync($"conversations/{id}/drafts/{Tom}")).GetProperty("text").GetString());

        await shop.Owner.PostAsync("views", new { memberId = Tom, name = "Free", filter = "status=open&assignee=none" });
        Assert.Equal(409, (await shop.Owner.CallAsync(HttpMethod.Post, "views", new { memberId = Tom, name = "Free", filter = "" })).Status);
        Assert.Equal("status=open&assignee=none", Assert.Single(await shop.Owner.ItemsAsync($"views?memberId={Tom}")).GetProperty("filter").GetString());
        Assert.Empty(await shop.Owner.ItemsAsync($"views?memberId={Eva}"));

        var canned = await shop.Owner.PostAsync("canned-replies", new { name = "hours", text = "From 9 to 18." });
        Assert.Equal(409, (await shop.Owner.CallAsync(HttpMethod.Post, "canned-replies", new { name = "hours", text = "Always." })).Status);
        await shop.Owner.CallAsync(HttpMethod.Patch, $"canned-replies/{canned.GetProperty("id").GetGuid()}", new { text = "From 9 to 20." });
        Assert.Equal("hours From 9 to 20.", string.Join(' ', (await shop.Owner.ItemsAsync("canned-replies")).Select(reply => $"{reply.GetProperty("name")} {reply.GetProperty("text")}")));
    }

    private static async Task LabelAsync(Shop shop, Guid conversation, params Guid[] labels)
    {
        var (status, body) = await shop.Owner.CallAsync(HttpMethod.Put, $"conversations/{conversation}/labels", new { labels });
        Assert.True(status is 200, body.ToString());
    }

    private static async Task<string> ChatsAsync(Shop shop, string filter) =>
        string.Join(' ', (await shop.Owner.ItemsAsync("conversations?" + filter)).Select(line => line.GetProperty("externalId").GetString()));

    private static async Task<Guid> IdAsync(Shop shop, TelegramChat chat) =>
        (await shop.Owner.ConversationAsync(chat.ChannelId, chat.ChatId)).GetProperty("id").GetGuid();
}
