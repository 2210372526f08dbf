using System.Net;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>PostgreSQL is killed and started again while customers write.</summary>
[Trait("Category", "Faults")]
[Collection(FaultTests.Name)]
public sealed class DatabaseServerTests(ITestOutputHelper output)
{
    private const int Kills = 5;
    private const int Customers = 40;
    private const int QuestionsBetweenKills = 200;

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Killed_under_load_it_costs_senders_a_503_and_nothing_acknowledged_is_lost()
    {
        Assert.SkipUnless(OwnPostgres.IsInstalled, "PostgreSQL's server programs are not installed.");
        await using var postgres = await OwnPostgres.StartNewAsync();
        await using var stage = await FaultStage.StartAsync(await TestDatabase.CreateAsync(postgres.Admin), ("Inbox__Lease", "00:00:31"), ("Outbox__Lease", "00:00:20"));
        var shop = await stage.OpenShopAsync("database", Customers);
        var asked = new List<(long Chat, long Order)>();
        var refused = 0;
        var slowestReturn = TimeSpan.Zero;
        for (var kill = 0; kill < Kills; kill++)
        {
            var orders = await shop.OrdersAsync(QuestionsBetweenKills, "completed");
            var questions = orders.Select((order, index) => (Chat: shop.ChatOf(index % Customers), Order: order)).ToList();
            asked.AddRange(questions);
            var killed = false;
            var waiting = new List<object>();
            foreach (var question in questions)
            {
                // The kill falls among the questions, each time elsewhere.
                if (!killed && question.Order == orders[20 + (kill * 30)])
                {
                    await postgres.KillAsync();
                    killed = true;
                }

                var update = shop.Update(question.Chat, $"status {question.Order}");
                if (await shop.DeliverAsync(update) is not HttpStatusCode.OK)
                {
                    waiting.Add(update);
                    if (waiting.Count == 20)
                    {
                        await postgres.StartAsync();
                    }
                }
            }

            refused += waiting.Count;
            await postgres.StartAsync();
            var back = TimeProvider.System.GetTimestamp();
            foreach (var update in waiting)
            {
                await Eventually.HoldsAsync(async () => await shop.DeliverAsync(update) is HttpStatusCode.OK, "an update is accepted again", Drain);
            }

            slowestReturn = TimeSpan.FromTicks(Math.Max(slowestReturn.Ticks, TimeProvider.System.GetElapsedTime(back).Ticks));
        }

        var drain = TimeProvider.System.GetTimestamp();
        foreach (var (chat, order) in asked)
        {
            await shop.UntilSaidAsync(chat, $"Order {order}: ", Drain);
        }

        output.WriteLine($"{Kills} kills of PostgreSQL, {asked.Count} messages, {refused} refused with 503 and sent again; accepting again after {slowestReturn.TotalSeconds:0.00} s at most; all answered {TimeProvider.System.GetElapsedTime(drain).TotalSeconds:0.0} s after the last.");
        foreach (var chat in asked.GroupBy(question => question.Chat))
        {
            var said = await shop.SaidAsync(chat.Key);
            var shown = await shop.ShownAsync(chat.Key);
            foreach (var (_, order) in chat)
            {
                var words = $"Order {order}: ";
                var times = said.Count(text => text.StartsWith(words, StringComparison.Ordinal));
                Assert.True(shown.Count(message => message.Direction == "in" && message.Text == $"status {order}") == 1, $"{order} was heard more than once");
                Assert.True(times == 1 || shown.Exists(message => message.Delivery == "sent_possibly_twice" && message.Text.StartsWith(words, StringComparison.Ordinal)), $"{order} was answered {times} times, not flagged");
            }
        }
    }
}
