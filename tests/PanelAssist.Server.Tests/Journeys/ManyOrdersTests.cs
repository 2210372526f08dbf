using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>Several orders in one message, and texts nobody expects.</summary>
public sealed class ManyOrdersTests(PanelAssistApp app)
{
    [Fact]
    public async Task Six_orders_get_a_compact_reply_grouped_by_result()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.Equal(
            "6 orders:\n2 in progress: 1001, 1005\n2 completed: 1002, 1003\n1 pending: 1004\n1 not found among your orders: 2001",
            await ana.AsksAsync("status 1001, 1002 1003\n1004 1005;2001"));
    }

    [Fact]
    public async Task Above_ten_orders_an_acknowledgement_comes_first()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.Equal("Working on the refill of 11 orders. The result comes in a moment.", await ana.AsksAsync("refill 5000-5010"));
        var result = await ana.NextReplyAsync();
        Assert.StartsWith("11 orders:", result, StringComparison.Ordinal);
        Assert.Contains("5 refill requested: 5001, 5003, 5005, 5007, 5009", result, StringComparison.Ordinal);
        Assert.Contains("6 not completed yet, so no refill: 5000, 5002, 5004, 5006, 5008, 5010", result, StringComparison.Ordinal);
        Assert.Equal(5, (await shop.Panel.RefillsAsync()).Count);
    }

    [Fact]
    public async Task A_hundred_orders_are_a_handful_of_calls_to_the_panel()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.Equal("Looking up 100 orders. The result comes in a moment.", await ana.AsksAsync("status 5000-5099"));
        var result = await ana.NextReplyAsync();
        Assert.StartsWith("100 orders:\n50 in progress: 5000, 5002", result, StringComparison.Ordinal);
        Assert.InRange((await shop.Panel.AskedAsync("5000")).Count, 1, 2);
    }

    [Theory]
    [InlineData("status 5000-5100", "That is 101 orders.")]
    [InlineData("refill 1-1000000", "That is more than 1,000 orders.")]
    public async Task More_than_a_hundred_orders_are_refused_whole(string text, string answer)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.StartsWith(answer, await ana.AsksAsync(text), StringComparison.Ordinal);
        Assert.Empty(await shop.Panel.RefillsAsync());
    }

    [Fact]
    public async Task An_order_named_several_times_is_one_order()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.StartsWith("Order 1002: refill requested.", await ana.AsksAsync("refill 1002, 1002 01002 1002-1002"), StringComparison.Ordinal);
        Assert.Single(await shop.Panel.AskedToAsync("refill"));
    }

    [Theory]
    [InlineData("status ١٠٠١", "Order 1001: in progress")]
    [InlineData("status १००१", "Order 1001: in progress")]
    [InlineData("status １００１", "Order 1001: in progress")]
    [InlineData("status -1001", "I could not use this order number, so I have done nothing:\n-1001 - an order number is never negative")]
    [InlineData("status 1010-1001", "I could not use this order number, so I have done nothing:\n1010-1001 - not a range I can follow; write it like 1001-1005")]
    [InlineData("cancel 123456789012345678901234567890", "I could not use this order number, so I have done nothing:\n123456789012345678901234567890 - too long for an order number")]
    [InlineData("status", "Which order do you mean? For example: status 1001")]
    [InlineData("'; SELECT * FROM messages; --", "Sorry, I did not understand that.")]
    public async Task Odd_order_numbers_get_a_clear_answer(string text, string answer)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.StartsWith(answer, await ana.AsksAsync(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_emoji_and_text_from_right_to_left_are_answered_and_kept_as_they_are()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        var emoji = string.Concat(Enumerable.Repeat("👩‍🚀", 819));
        Assert.StartsWith("Sorry, I did not understand that.", await ana.AsksAsync(emoji), StringComparison.Ordinal);
        Assert.StartsWith("Order 1001: in progress", await ana.AsksAsync("status \u200f1001\u202e"), StringComparison.Ordinal);
        const string arabic = "\u202bمرحبا، أين طلبي؟\u202c";
        Assert.NotEmpty(await ana.AsksAsync(arabic));
        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId);
        Assert.Contains(messages, message => message.GetProperty("text").GetString() == emoji);
        Assert.Contains(messages, message => message.GetProperty("text").GetString() == arabic);
    }

    [Fact]
    public async Task A_message_of_four_thousand_and_ninety_six_surrogate_pairs_is_answered()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.NotEmpty(await ana.AsksAsync(string.Concat(Enumerable.Repeat("😀", 4_096))));
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
    }
}
