using PanelAssist.Server.Conversations;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Tests.Api;

public sealed class ConversationTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public async Task A_persons_conversation_is_found_by_channel_and_their_id_there()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var found = (await owner.Tenant.Api.GetJsonAsync($"/api/v1/conversations?channelId={owner.Id("channels")}&externalId=visitor")).GetProperty("items");
        var conversation = Assert.Single(found.EnumerateArray());
        Assert.Equal(owner.Id("conversations"), conversation.GetProperty("id").GetGuid());
        Assert.Equal("pending", conversation.GetProperty("status").GetString());
        Assert.Equal("2026-03-01T12:00:00+00:00", conversation.GetProperty("createdAt").GetString());
        var nobody = await owner.Tenant.Api.GetJsonAsync($"/api/v1/conversations?channelId={owner.Id("channels")}&externalId=somebody");
        Assert.Empty(nobody.GetProperty("items").EnumerateArray());
        var open = await owner.Tenant.Api.GetJsonAsync("/api/v1/conversations?status=open");
        Assert.Empty(open.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Messages_come_in_order_with_the_contracts_words()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        await host.StoreAsync(owner.Tenant.Id, owner.NewMessage(3, MessageDirection.Note, MessageAuthor.Agent), owner.NewMessage(2, MessageDirection.Outgoing, MessageAuthor.Assistant));
        var messages = (await owner.Tenant.Api.GetJsonAsync($"/api/v1/conversations/{owner.Id("conversations")}/messages")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("in contact , out assistant queued, note agent ", string.Join(", ", messages.Select(message =>
            $"{message.GetProperty("direction")} {message.GetProperty("author")} {message.GetProperty("delivery")}")));
    }

    [Fact]
    public async Task An_agents_words_go_through_the_conversation_under_the_tokens_name()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var written = await owner.Tenant.Api.PostAsync($"/api/v1/conversations/{owner.Id("conversations")}/messages", new { text = "  Hello Maria  " });
        Assert.Equal(42, written.GetProperty("sequence").GetInt64());
        var key = $"{owner.Tenant.Id:N}/{owner.Id("conversations"):N}";
        Assert.Contains(("ChangeAsync", key, new ConversationChange.WriteMessage("Hello Maria")), host.Grains.Calls);
    }

    [Theory]
    [InlineData("resolve", "resolved")]
    [InlineData("hand-back", "pending")]
    public async Task A_conversation_is_given_back(string verb, string shown)
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var (code, body) = await owner.Tenant.Api.SendAsync("POST", $"/api/v1/conversations/{owner.Id("conversations")}/{verb}");
        Assert.Equal(200, code);
        Assert.Equal(shown, body.GetProperty("status").GetString());
        Assert.Contains(("ChangeAsync", $"{owner.Tenant.Id:N}/{owner.Id("conversations"):N}", verb == "resolve" ? (ConversationChange)new ConversationChange.Resolve() : new ConversationChange.HandBack()), host.Grains.Calls);
    }

    [Theory]
    [InlineData("", 422)]
    [InlineData(" ", 422)]
    [InlineData("\u0000", 422)]
    public async Task Words_that_are_none_are_not_sent(string text, int expected)
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        Assert.Equal(expected, (await owner.Tenant.Api.SendAsync("POST", $"/api/v1/conversations/{owner.Id("conversations")}/messages", new { text })).Status);
        Assert.Equal(422, (await owner.Tenant.Api.SendAsync("POST", $"/api/v1/conversations/{owner.Id("conversations")}/messages", new { text = new string('x', 4_097) })).Status);
    }

    [Fact]
    public async Task An_action_is_shown_with_its_timeline()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var action = Assert.Single((await owner.Tenant.Api.GetJsonAsync("/api/v1/actions?orderId=1002")).GetProperty("items").EnumerateArray());
        Assert.Equal("refill done customer_key", $"{action.GetProperty("kind")} {action.GetProperty("state")} {action.GetProperty("route")}");
        Assert.Equal("refill 77", Assert.Single(action.GetProperty("timeline").EnumerateArray()).GetProperty("detail").GetString());
        Assert.Empty((await owner.Tenant.Api.GetJsonAsync("/api/v1/actions?orderId=1003")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Dead_letters_of_both_boxes_are_tried_again_from_the_start()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var letters = (await owner.Tenant.Api.GetJsonAsync("/api/v1/dead-letters")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("inbox outbox", string.Join(' ', letters.Select(letter => letter.GetProperty("box").GetString()).Order(StringComparer.Ordinal)));
        foreach (var letter in letters)
        {
            Assert.Equal(202, (await owner.Tenant.Api.SendAsync("POST", $"/api/v1/dead-letters/{letter.GetProperty("id").GetGuid()}/replay")).Status);
        }

        Assert.Empty((await owner.Tenant.Api.GetJsonAsync("/api/v1/dead-letters")).GetProperty("items").EnumerateArray());
        var (received, unsent) = await host.BoxesAsync(owner.Tenant.Id);
        Assert.Equal((InboxStatus.Received, 0, DateTimeOffset.UnixEpoch), (received.Status, received.Attempts, received.LeasedUntil));
        Assert.Equal((OutboxStatus.Queued, 0, host.Time.GetUtcNow()), (unsent.Status, unsent.Attempts, unsent.DueAt));
        Assert.Equal(404, (await owner.Tenant.Api.SendAsync("POST", $"/api/v1/dead-letters/{received.Id}/replay")).Status);
    }
}
