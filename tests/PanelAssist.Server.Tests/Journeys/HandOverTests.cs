using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>People take conversations from the assistant and give them back.</summary>
public sealed class HandOverTests(PanelAssistApp app)
{
    [Theory]
    [InlineData(Channel.Telegram)]
    [InlineData(Channel.WebChat)]
    public async Task After_human_the_assistant_is_silent_until_an_agent_hands_the_conversation_back(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel);
        Assert.StartsWith("I've passed this to the team.", await ana.AsksAsync("human"), StringComparison.Ordinal);
        var conversation = Assert.Single(await shop.Owner.ItemsAsync($"conversations?channelId={ana.ChannelId}"));
        Assert.Equal("open", conversation.GetProperty("status").GetString());
        var id = conversation.GetProperty("id").GetGuid();

        // Whatever the assistant had to say to this would come before the agent's answer to it.
        await ana.SaysAsync("status 1001");
        await shop.Owner.MessagesAsync(ana.ChannelId, conversation.GetProperty("externalId").GetString()!, messages => messages.Any(message => message.GetProperty("text").GetString() == "status 1001"));
        await shop.Owner.AnswersAsAgentAsync(id, "Hello Ana, this is Tom.");
        Assert.Equal("Hello Ana, this is Tom.", await ana.NextReplyAsync());

        await shop.Owner.HandsBackAsync(id);
        Assert.StartsWith("Order 1001: in progress", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_understood_twice_goes_to_people_with_the_reason()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.StartsWith("Sorry, I did not understand that.", await ana.AsksAsync("blorp zibble"), StringComparison.Ordinal);
        Assert.Equal("pending", (await shop.Owner.ConversationAsync(ana.ChannelId, ana.ChatId)).GetProperty("status").GetString());
        Assert.StartsWith("I've passed this to the team.", await ana.AsksAsync("wobble frim"), StringComparison.Ordinal);
        Assert.Equal("open", (await shop.Owner.ConversationAsync(ana.ChannelId, ana.ChatId)).GetProperty("status").GetString());
        Assert.Contains(await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId), message => message.GetProperty("text").GetString() == "Handed to people: Not understood twice in a row");
    }

    [Fact]
    public async Task Being_understood_in_between_starts_the_count_again()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.StartsWith("Sorry, I did not understand that.", await ana.AsksAsync("blorp zibble"), StringComparison.Ordinal);
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.StartsWith("Sorry, I did not understand that.", await ana.AsksAsync("wobble frim"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_who_takes_over_while_the_panel_is_asked_is_not_talked_over()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = (await shop.Owner.ConversationAsync(ana.ChannelId, ana.ChatId)).GetProperty("id").GetGuid();

        await shop.Panel.MisbehavesAsync("hold-before", count: 1);
        await ana.SaysAsync("status 1001");
        await shop.Panel.HeldAsync();
        await shop.Owner.AnswersAsAgentAsync(id, "I have it now.");
        await shop.Panel.ReleaseAsync();

        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Any(message => message.GetProperty("text").GetString() == "status 1001"));
        Assert.Single(messages, message => message.GetProperty("author").GetString() == "assistant");
        Assert.Equal("I have it now.", await ana.NextReplyAsync());
        Assert.Equal(2, (await shop.Telegram.SentAsync(ana.Id, "sendMessage")).Count);
    }

    [Fact]
    public async Task An_agent_who_takes_over_a_long_list_after_its_acknowledgement_finds_the_question_once()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await shop.Panel.MisbehavesAsync("hold-before", count: 1);
        await ana.SaysAsync("status 5000-5019");
        Assert.StartsWith("Looking up 20 orders.", await ana.NextReplyAsync(), StringComparison.Ordinal);
        await shop.Panel.HeldAsync();
        var conversation = await shop.Owner.ConversationAsync(ana.ChannelId, ana.ChatId);
        await shop.Owner.AnswersAsAgentAsync(conversation.GetProperty("id").GetGuid(), "I have it now.");
        await shop.Panel.ReleaseAsync();

        // The message after it is handled after it.
        await ana.SaysAsync("thank you");
        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Any(message => message.GetProperty("text").GetString() == "thank you"));
        Assert.Single(messages, message => message.GetProperty("text").GetString() == "status 5000-5019");
        Assert.Single(messages, message => message.GetProperty("author").GetString() == "assistant");
    }
}
