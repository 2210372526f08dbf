using System.Globalization;
using System.Text.Json;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>Once a person has a conversation, the assistant is not heard in it, whatever it was doing at that moment.</summary>
public sealed class TakeOverTests(PanelAssistApp app)
{
    /// <summary>How many races to run; there are more moments than a test run has time for.</summary>
    private const string TrialsVariable = "PANELASSIST_TEST_TAKE_OVERS";

    private static readonly Guid Tom = new("019f0000-0000-7000-8000-000000000001");

    [Fact]
    public async Task The_member_who_took_over_is_shown_until_they_hand_back()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        var taken = await shop.Owner.PostAsync($"conversations/{id}/take-over", new { memberId = Tom });
        Assert.Equal("open", taken.GetProperty("status").GetString());
        var shown = await shop.Owner.GetAsync($"conversations/{id}");
        Assert.Equal($"open people {Tom}", $"{shown.GetProperty("status")} {shown.GetProperty("heldBy")} {shown.GetProperty("assigneeId")}");

        await shop.Owner.HandsBackAsync(id);
        shown = await shop.Owner.GetAsync($"conversations/{id}");
        Assert.Equal("pending assistant ", $"{shown.GetProperty("status")} {shown.GetProperty("heldBy")} {shown.GetProperty("assigneeId")}");
        Assert.StartsWith("Order 1001", await ana.AsksAsync("status 1001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_that_waits_for_the_one_before_it_is_not_sent_and_shown_so()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        await app.Outside.FaultAsync(new { target = shop.Telegram.Target, match = "sendMessage", kind = "hold-before", count = 1 });
        await ana.SaysAsync("status 1001");
        await ana.SaysAsync("balance");
        await app.Outside.HeldAsync(shop.Telegram.Target);
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Count == 6);

        await shop.Owner.PostAsync($"conversations/{id}/take-over", new { memberId = Tom });
        var atOnce = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId);
        Assert.Equal("sent queued not_sent", Deliveries(atOnce));
        await app.Outside.ReleaseAsync(shop.Telegram.Target);

        await shop.Owner.AnswersAsAgentAsync(id, "Hello Ana, this is Tom.");
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => Deliveries(all) == "sent sent not_sent sent");
        Assert.Equal(3, (await shop.Telegram.CalledAsync("sendMessage")).Count);
    }

    [Fact]
    public async Task A_reply_that_failed_to_leave_is_not_tried_again_after_a_person_took_over()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        await app.Outside.FaultAsync(new { target = shop.Telegram.Target, match = "sendMessage", kind = "429", milliseconds = 2000, count = 1 });
        await ana.SaysAsync("status 1001");
        await shop.Telegram.CalledAsync("sendMessage", waitFor: 2);
        await shop.Owner.PostAsync($"conversations/{id}/take-over", new { memberId = Tom });
        await shop.Owner.AnswersAsAgentAsync(id, "Hello Ana, this is Tom.");
        await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => Deliveries(all) == "sent not_sent sent");
        Assert.Equal(3, (await shop.Telegram.CalledAsync("sendMessage")).Count);
    }

    [Fact]
    public async Task An_outcome_that_was_not_known_goes_to_the_people_who_have_the_conversation_not_to_the_customer()
    {
        var shop = await app.OpenShopAsync();
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        await shop.Panel.MisbehavesAsync("drop-after", "action=refill", count: 1);
        await shop.Panel.MisbehavesAsync("500", "status", count: 3);
        await ana.AsksAsync("refill 1002");
        await shop.Owner.PostAsync($"conversations/{id}/take-over", new { memberId = Tom });
        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all => all.Any(IsOutcome));
        var taken = messages.Single(message => message.GetProperty("text").GetString()!.StartsWith("Taken over", StringComparison.Ordinal)).GetProperty("sequence").GetInt64();
        Assert.DoesNotContain(messages, message => message.GetProperty("author").GetString() == "assistant" && message.GetProperty("sequence").GetInt64() > taken);

        static bool IsOutcome(JsonElement message) =>
            message.GetProperty("direction").GetString() == "activity" && message.GetProperty("text").GetString()!.StartsWith("For people: Refill of 1002", StringComparison.Ordinal);
    }

    /// <summary>Three questions, and a person who takes over at any moment of their answers.</summary>
    [Fact]
    public async Task In_hundreds_of_races_no_reply_begins_to_leave_after_the_take_over()
    {
        var trials = int.TryParse(Environment.GetEnvironmentVariable(TrialsVariable), CultureInfo.InvariantCulture, out var asked) ? asked : 300;
        var shop = await app.OpenShopAsync();
        await app.Outside.FaultAsync(new { target = shop.Telegram.Target, match = "sendMessage", kind = "latency", milliseconds = 25 });
        await app.Outside.FaultAsync(new { target = shop.Panel.Target, kind = "latency", milliseconds = 10 });
        var random = new Random(20261123);
        var delays = Enumerable.Range(0, trials).Select(_ => random.Next(0, 160)).ToArray();
        var outcomes = new (int Sent, int NotSent, int Late)[trials];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, trials),
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken },
            async (trial, _) => outcomes[trial] = await RaceAsync(shop, TimeSpan.FromMilliseconds(delays[trial])));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{trials} races: replies sent {outcomes.Sum(outcome => outcome.Sent)}, not sent {outcomes.Sum(outcome => outcome.NotSent)}, under way at that moment {outcomes.Sum(outcome => outcome.Late)}."));

        // A send that was under way may still arrive; one chat has never two under way.
        Assert.All(outcomes, outcome => Assert.InRange(outcome.Late, 0, 1));

        // Otherwise nothing was raced.
        Assert.InRange(outcomes.Count(outcome => outcome.NotSent > 0), trials / 20, trials);
        Assert.InRange(outcomes.Count(outcome => outcome.Sent > 0), trials / 20, trials);
    }

    private static async Task<(int Sent, int NotSent, int Late)> RaceAsync(Shop shop, TimeSpan delay)
    {
        var ana = await shop.LinkedInTelegramAsync();
        await ana.AsksAsync("help");
        var id = await IdAsync(shop, ana);
        foreach (var question in (string[])["status 1001", "balance", "status 1002"])
        {
            await ana.SaysAsync(question);
        }

        await Task.Delay(delay, TimeProvider.System, TestContext.Current.CancellationToken);
        await shop.Owner.PostAsync($"conversations/{id}/take-over", new { memberId = Tom });
        var taken = TimeProvider.System.GetUtcNow();

        var messages = await shop.Owner.MessagesAsync(ana.ChannelId, ana.ChatId, all =>
            all.Count(message => message.GetProperty("direction").GetString() == "in") == 4
            && !Deliveries(all).Contains("queued", StringComparison.Ordinal));
        var line = messages.Single(message => message.GetProperty("direction").GetString() == "activity").GetProperty("sequence").GetInt64();
        var said = messages.Where(message => message.GetProperty("author").GetString() == "assistant").ToList();
        Assert.DoesNotContain(said, message => message.GetProperty("sequence").GetInt64() > line);

        var notSent = said.Count(message => message.GetProperty("delivery").GetString() == "not_sent");
        var sent = await shop.Telegram.SentAsync(ana.Id, "sendMessage");
        Assert.Equal(said.Count - notSent, sent.Count);
        return (sent.Count - 1, notSent, sent.Count(message => message.GetProperty("at").GetDateTimeOffset() > taken));
    }

    private static string Deliveries(IReadOnlyList<JsonElement> messages) =>
        string.Join(' ', messages.Where(message => message.GetProperty("direction").GetString() == "out").Select(message => message.GetProperty("delivery").GetString()));

    private static async Task<Guid> IdAsync(Shop shop, TelegramChat chat) =>
        (await shop.Owner.ConversationAsync(chat.ChannelId, chat.ChatId)).GetProperty("id").GetGuid();
}
