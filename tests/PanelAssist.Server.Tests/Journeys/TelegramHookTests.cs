using System.Text;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>What may arrive at a bot's hook, and what must not get in.</summary>
public sealed class TelegramHookTests(PanelAssistApp app)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Without_the_right_secret_nothing_is_stored(string? secret)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.Equal(401, await shop.Telegram.DeliverAsync(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(ana.Update("refill 1002")), secret));
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.Equal(2, (await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId)).Count);
        Assert.Empty(await shop.Panel.RefillsAsync());
    }

    [Fact]
    public async Task The_secret_of_one_bot_opens_no_other()
    {
        var shop = await app.OpenShopAsync();
        var other = await app.OpenShopAsync();
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(shop.Telegram.NewChat().Update("help"));
        Assert.Equal(401, await shop.Telegram.DeliverAsync(body, other.Telegram.HookSecret));
    }

    [Fact]
    public async Task A_hook_that_does_not_exist_answers_as_one_with_the_wrong_secret()
    {
        var shop = await app.OpenShopAsync();
        foreach (var path in new[] { "hooks/telegram/01981f6e-0000-7000-8000-00000000dead", "hooks/telegram/nonsense", $"hooks/telegram/{shop.WebChat.ChannelId}" })
        {
            using var body = new StringContent("{}", Encoding.UTF8, "application/json");
            using var answer = await app.Http.PostAsync(new Uri(app.Address, path), body, TestContext.Current.CancellationToken);
            Assert.Equal(401, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_body_above_one_megabyte_is_refused_and_one_below_is_taken()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.Equal(413, await shop.Telegram.DeliverAsync(ana.Update(new string('x', 1_100_000))));
        Assert.Equal(200, await shop.Telegram.DeliverAsync(ana.Update(new string('x', 900_000))));
        Assert.NotEmpty(await ana.NextReplyAsync());
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"update_id":%ID%,"poll_answer":{"poll_id":"1","user":{"id":1,"is_bot":false,"first_name":"A"},"option_ids":[0]}}""")]
    [InlineData("""{"update_id":%ID%,"something_of_next_year":{"chat":{"id":1}}}""")]
    [InlineData("""{"update_id":%ID%}""")]
    [InlineData("""{"update_id":%ID%,"message":{"message_id":1,"date":1700000000,"chat":{"id":-1009,"type":"supergroup","title":"x"},"from":{"id":1,"is_bot":false,"first_name":"A"},"new_chat_title":"y"}}""")]
    [InlineData("""{"update_id":%ID%,"channel_post":{"message_id":1,"date":1700000000,"chat":{"id":-1009,"type":"channel","title":"x"},"text":"status 1001"}}""")]
    [InlineData("""{"update_id":%ID%,"message":{"message_id":1,"date":1700000000,"chat":{"id":5,"type":"private","first_name":"A"},"from":{"id":5,"is_bot":true,"first_name":"B"},"text":"help"}}""")]
    public async Task Updates_that_are_of_no_use_are_acknowledged_and_left_alone(string update)
    {
        var shop = await app.OpenShopAsync();
        Assert.Equal(200, await shop.Telegram.DeliverAsync(update.Replace("%ID%", shop.Telegram.FreshUpdateId().ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        await shop.Telegram.NewChat().AsksAsync("help");
        Assert.Single(await shop.Telegram.SentAsync());
        Assert.Single(await shop.Owner.ItemsAsync("conversations"));
        Assert.Empty(await shop.Owner.ItemsAsync("dead-letters"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("""{"update_id":7,"message":"not an object"}""")]
    [InlineData("""{"update_id":8,"message":{"message_id":1,"date":"yesterday","chat":{"id":5,"type":"private"}}}""")]
    public async Task What_cannot_be_read_is_acknowledged_and_a_dead_letter_and_blocks_nobody(string body)
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        Assert.Equal(200, await shop.Telegram.DeliverAsync(body));
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
        Assert.Equal("inbox", Assert.Single(await shop.Owner.ItemsAsync("dead-letters")).GetProperty("box").GetString());
    }

    [Fact]
    public async Task The_same_update_many_times_at_once_is_one_message()
    {
        const int chats = 50;
        const int setsPerChat = 20;
        var shop = await app.OpenShopAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, chats).Select(_ => shop.Telegram.NewChat()).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (chat, _) =>
            {
                for (var set = 0; set < setsPerChat; set++)
                {
                    var update = chat.Update($"status {7000 + set}");
                    var answers = await Task.WhenAll(Enumerable.Range(0, 2 + (set % 9)).Select(_ => shop.Telegram.DeliverAsync(update)));
                    Assert.All(answers, status => Assert.Equal(200, status));
                }

                // A chat's messages are handled in order: behind this one nothing is left to be handled.
                await chat.SaysAsync("help");
                var messages = await shop.Owner.MessagesAsync(chat.ChannelId, chat.ChatId, all => all.Any(message => message.GetProperty("text").GetString() == "help"));
                var said = messages.Where(message => message.GetProperty("direction").GetString() == "in").Select(message => message.GetProperty("text").GetString()!).ToList();
                Assert.Equal([.. Enumerable.Range(7000, setsPerChat).Select(order => $"status {order}"), "help"], said, StringComparer.Ordinal);
                Assert.Equal(2 * said.Count, messages.Count);
            });
    }

    [Fact]
    public async Task Two_first_messages_of_a_new_customer_make_one_conversation_in_order()
    {
        const int pairs = 250;
        var shop = await app.OpenShopAsync();
        await Task.WhenAll(Enumerable.Range(0, pairs).Select(async pair =>
        {
            var chat = shop.Telegram.NewChat();
            var first = chat.SaysAsync("status 1");
            await Task.Delay(TimeSpan.FromMilliseconds(pair * 2), TimeProvider.System, TestContext.Current.CancellationToken);
            var inTurn = first.IsCompleted;
            await Task.WhenAll(first, chat.SaysAsync("status 2"));
            var messages = await shop.Owner.MessagesAsync(chat.ChannelId, chat.ChatId, all => all.Count >= 4);
            var said = messages.Where(message => message.GetProperty("direction").GetString() == "in").Select(message => message.GetProperty("text").GetString()!).ToList();

            // Telegram delivers a chat's messages one after the other; only what overlapped may have come either way round.
            Assert.Equal(["status 1", "status 2"], inTurn ? said : said.Order(StringComparer.Ordinal), StringComparer.Ordinal);
            Assert.Equal(4, messages.Count);
        }));
    }
}
