using System.Text;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>How a customer proves a panel account.</summary>
public sealed class LinkingTests(PanelAssistApp app)
{
    private const string CodeSent = "If the panel has an account \"ana\", a code of 6 digits is on its way";
    private const string CodeMail = "Your code is ";

    [Theory]
    [InlineData(Channel.Telegram)]
    [InlineData(Channel.WebChat)]
    public async Task The_code_from_the_mail_links_the_account(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var customer = await shop.StrangerAsync(channel);
        var reply = await customer.AsksAsync("link ana");
        Assert.StartsWith(CodeSent, reply, StringComparison.Ordinal);
        Assert.DoesNotContain("@", reply, StringComparison.Ordinal);
        Assert.StartsWith("Done: this chat is now connected to the panel account \"ana\".", await customer.AsksAsync(await CodeAsync(shop)), StringComparison.Ordinal);
        Assert.StartsWith("Order 1001: in progress", await customer.AsksAsync("status 1001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_codes_pause_the_linking_and_the_right_one_comes_too_late()
    {
        var shop = await app.OpenShopAsync();
        var customer = await shop.StrangerAsync(Channel.Telegram);
        await customer.AsksAsync("link ana");
        var code = await CodeAsync(shop);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var left = 4; left >= 1; left--)
        {
            Assert.Equal($"That code is not right. You have {left} {(left == 1 ? "try" : "tries")} left.", await customer.AsksAsync(wrong));
        }

        Assert.StartsWith("There were too many wrong codes.", await customer.AsksAsync(wrong), StringComparison.Ordinal);
        Assert.DoesNotContain("connected", await customer.AsksAsync(code), StringComparison.Ordinal);
        Assert.StartsWith("There were too many wrong codes.", await customer.AsksAsync("link ana"), StringComparison.Ordinal);
        Assert.StartsWith("I need to know your panel account first", await customer.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.Empty(await LinksAsync(shop, customer));
    }

    [Fact]
    public async Task An_unknown_username_gets_the_same_words_and_no_mail()
    {
        var shop = await app.OpenShopAsync();
        var guesser = await shop.StrangerAsync(Channel.Telegram);
        var unknown = await guesser.AsksAsync("link zoe");

        // Mails of one channel leave in order, so one to Zoe would be there before the one to Ana.
        var customer = await shop.StrangerAsync(Channel.Telegram);
        var known = await customer.AsksAsync("link ana");
        await CodeAsync(shop);
        Assert.Equal(known.Replace("ana", "zoe", StringComparison.Ordinal), unknown);
        Assert.Single(await app.Outside.MailAsync(""), mail => mail.GetProperty("to").ToString().Contains($".{shop.Panel.Name}@", StringComparison.Ordinal));
        Assert.StartsWith("That code is not right.", await guesser.AsksAsync("000000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_in_a_group_or_from_somebody_else()
    {
        var shop = await app.OpenShopAsync();
        var ana = shop.Telegram.NewChat();
        await ana.AsksAsync("link ana");
        var code = await CodeAsync(shop);

        var group = new TelegramChat(app, shop.Telegram, shop.Telegram.NewGroup().Id, ana.Id);
        Assert.StartsWith("Accounts can't be connected in a group", await group.AsksAsync("/link ana"), StringComparison.Ordinal);
        Assert.DoesNotContain("connected to", await group.AsksAsync($"/{code}"), StringComparison.Ordinal);
        var thief = await shop.StrangerAsync(Channel.Telegram);
        Assert.DoesNotContain("connected to", await thief.AsksAsync(code), StringComparison.Ordinal);
        Assert.Empty(await LinksAsync(shop, ana));
        Assert.Empty(await LinksAsync(shop, thief));

        Assert.StartsWith("Done: ", await ana.AsksAsync(code), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_panel_key_links_in_a_private_chat_and_is_in_plain_text_nowhere()
    {
        var shop = await app.OpenShopAsync();
        var key = shop.Panel.KeyOf(PlayedPanel.Ana);
        var ana = shop.Telegram.NewChat();
        var message = await ana.WritesInTelegramAsync("link key " + key);
        Assert.StartsWith("Done: this chat is now connected to your panel account.", await ana.NextReplyAsync(), StringComparison.Ordinal);
        var deleted = Assert.Single(await shop.Telegram.SentAsync(ana.Id, "deleteMessage", waitFor: 1));
        Assert.Equal(message, deleted.GetProperty("messageId").GetInt64());
        Assert.StartsWith("Order 1001: in progress", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.StartsWith("Order 1002: refill requested.", await ana.AsksAsync("refill 1002"), StringComparison.Ordinal);

        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId);
        Assert.Equal("link key ***", messages[0].GetProperty("text").GetString());
        Assert.DoesNotContain(messages, stored => stored.ToString().Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(key, (await shop.Owner.GetAsync("links")).ToString(), StringComparison.Ordinal);
        if (app.StoredBytes() is { } stored)
        {
            Assert.True(stored.AsSpan().IndexOf(Encoding.UTF8.GetBytes("link key ***")) >= 0, "The conversation itself is not in what was searched.");
            Assert.Equal(-1, stored.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)));
            Assert.Equal(-1, stored.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(key)))));
        }
    }

    [Fact]
    public async Task A_key_that_the_panel_refuses_links_nothing()
    {
        var shop = await app.OpenShopAsync();
        var customer = await shop.StrangerAsync(Channel.WebChat);
        Assert.StartsWith("The panel did not accept that key.", await customer.AsksAsync("link key not-a-key-of-this-panel"), StringComparison.Ordinal);
        Assert.StartsWith("I need to know your panel account first", await customer.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.Empty(await LinksAsync(shop, customer));
    }

    [Fact]
    public async Task A_key_shown_to_a_group_is_not_taken_and_is_deleted_there()
    {
        var shop = await app.OpenShopAsync();
        var key = shop.Panel.KeyOf(PlayedPanel.Ana);
        var group = shop.Telegram.NewGroup();
        var message = await group.WritesInTelegramAsync("/link key " + key, new { chatType = "supergroup" });
        Assert.StartsWith("I can't take an API key in this chat.", await group.NextReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(message, Assert.Single(await shop.Telegram.SentAsync(group.Id, "deleteMessage", waitFor: 1)).GetProperty("messageId").GetInt64());
        Assert.Empty(await LinksAsync(shop, group));
        Assert.DoesNotContain(await shop.Owner.MessagesAsync(group.ChannelId, group.ChatId), stored => stored.ToString().Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_sent_while_people_have_the_conversation_is_not_kept_either()
    {
        var shop = await app.OpenShopAsync();
        var ana = shop.Telegram.NewChat();
        await ana.AsksAsync("human");
        await ana.SaysAsync("link key " + shop.Panel.KeyOf(PlayedPanel.Ana));
        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all[^1].GetProperty("direction").GetString() == "in");
        Assert.Equal("link key ***", messages[^1].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_key_shown_to_a_group_without_naming_the_bot_is_deleted_all_the_same()
    {
        var shop = await app.OpenShopAsync();
        var group = shop.Telegram.NewGroup();
        var message = await group.WritesInTelegramAsync("link key " + shop.Panel.KeyOf(PlayedPanel.Ana), new { chatType = "supergroup" });
        Assert.StartsWith("I can't take an API key in this chat.", await group.NextReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(message, Assert.Single(await shop.Telegram.SentAsync(group.Id, "deleteMessage", waitFor: 1)).GetProperty("messageId").GetInt64());
    }

    [Theory]
    [InlineData(Channel.Telegram)]
    [InlineData(Channel.WebChat)]
    public async Task Unlink_forgets_the_account_and_its_key(Channel channel)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedAsync(channel);
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.StartsWith("Done: I have forgotten your panel account and its key", await ana.AsksAsync("unlink"), StringComparison.Ordinal);
        Assert.StartsWith("I need to know your panel account first", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.StartsWith("No panel account is connected in this chat.", await ana.AsksAsync("unlink"), StringComparison.Ordinal);
        Assert.Empty(await LinksAsync(shop, ana));
    }

    [Fact]
    public async Task A_login_signed_by_the_owners_site_needs_no_other_proof()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.WebChat.SignedInAsync(PlayedPanel.Ana);
        Assert.StartsWith("Order 1001: in progress", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.Contains("can't find it among your orders", await ana.AsksAsync("status 2001"), StringComparison.Ordinal);
        var link = Assert.Single(await LinksAsync(shop, ana));
        Assert.Equal("signed_identity", link.GetProperty("proof").GetString());
    }

    [Fact]
    public async Task A_login_signed_with_another_secret_opens_nothing()
    {
        var shop = await app.OpenShopAsync();
        var (status, _) = await shop.WebChat.TrySignInAsync(PlayedPanel.Ana, "a secret of somebody else");
        Assert.Equal(401, status);
    }

    [Fact]
    public async Task Staff_can_take_a_link_away_again()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        var link = Assert.Single(await LinksAsync(shop, ana));
        Assert.Equal("staff", link.GetProperty("proof").GetString());
        Assert.Equal(204, (await shop.Owner.CallAsync(HttpMethod.Delete, $"links/{link.GetProperty("id")}")).Status);
        Assert.StartsWith("I need to know your panel account first", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
    }

    private async Task<string> CodeAsync(Shop shop)
    {
        var mail = await app.Outside.MailAsync(PlayedPanel.EmailOf(PlayedPanel.Ana, shop.Panel.Name), waitFor: 1);
        var text = Assert.Single(mail).GetProperty("text").GetString()!;
        Assert.StartsWith(CodeMail, text, StringComparison.Ordinal);
        return text.Substring(CodeMail.Length, 6);
    }

    private static Task<IReadOnlyList<System.Text.Json.JsonElement>> LinksAsync(Shop shop, ICustomer customer) =>
        shop.Owner.ItemsAsync($"links?channelId={customer.ChannelId}&externalId={Uri.EscapeDataString(customer.ExternalId)}");
}
