using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Engine.Tests.Decisions;

public sealed class TurnPlannerTests
{
    private static readonly PlanContext Known = new(AccountKnown: true, PrivateChat: true, KeysAccepted: true, CodesAccepted: true, TimesNotUnderstood: 0, InGroup: false);
    private static readonly PlanContext Stranger = Known with { AccountKnown = false };
    private static readonly PlanContext Group = Known with { PrivateChat = false, InGroup = true };

    [Theory]
    [InlineData("refill 1002 1003", OrderActionKind.Refill)]
    [InlineData("cancel 1002 1003", OrderActionKind.Cancel)]
    [InlineData("speed up 1002 1003", OrderActionKind.SpeedUp)]
    public void An_action_is_taken_for_its_orders(string text, OrderActionKind action)
    {
        var plan = Assert.IsType<TurnPlan.ActOnOrders>(Plan(text, Known));
        Assert.Equal(action, plan.Action);
        Assert.Equal(["1002", "1003"], plan.Orders.Ids);
    }

    [Theory]
    [InlineData("status 1001", Intent.Status)]
    [InlineData("1001 1002", Intent.Status)]
    [InlineData("where is my order 1001?", Intent.Status)]
    [InlineData("refill status 1001", Intent.RefillStatus)]
    public void A_question_about_orders_is_looked_up(string text, Intent intent) =>
        Assert.Equal(intent, Assert.IsType<TurnPlan.LookUpOrders>(Plan(text, Known)).Intent);

    [Fact]
    public void A_bare_order_number_is_answered_with_a_menu() => Assert.Equal(new Say.OrderMenu("1001"), Said("1001", Known));

    [Fact]
    public void The_rest_of_the_commands_have_their_plan()
    {
        Assert.IsType<TurnPlan.ReadBalance>(Plan("balance", Known));
        Assert.Equal(new TurnPlan.ListServices("instagram likes"), Plan("services instagram likes", Stranger));
        Assert.Equal(new TurnPlan.ListServices(""), Plan("services", Stranger));
        Assert.Equal(new Say.Help(AccountKnown: true), Said("help", Known));
        Assert.Equal(new Say.Greeting(AccountKnown: false), Said("hi", Stranger));
        Assert.Equal(new Say.Thanks(), Said("thanks", Known));
        Assert.Equal(new Say.Stopped(), Said("stop", Known));
        Assert.Equal(new Say.HandedToPeople(), Assert.IsType<TurnPlan.HandOff>(Plan("human", Stranger)).Say);
        Assert.Equal(new Say.HandedToPeople(), Assert.IsType<TurnPlan.HandOff>(Plan("this is a scam", Known)).Say);
    }

    [Theory]
    [InlineData("status 1001")]
    [InlineData("1001")]
    [InlineData("refill 1002")]
    [InlineData("refill")]
    [InlineData("balance")]
    public void Whoever_is_not_known_links_first(string text)
    {
        Assert.Equal(new Say.LinkFirst(PrivateChat: true, KeysAccepted: true), Said(text, Stranger));
        Assert.Equal(new Say.LinkingUnavailable(), Said(text, Stranger with { KeysAccepted = false, CodesAccepted = false }));
    }

    [Fact]
    public void What_is_wrong_with_the_ids_is_said_first()
    {
        Assert.Equal(new Say.WhichOrder(Intent.Refill), Said("refill", Known));
        Assert.Equal(new Say.TooManyOrders(101, 100), Said("refill 1-101", Known));
        Assert.Equal(new Say.TooManyOrders(101, 100), Said("refill 1-101", Stranger));
        Assert.Equal([("-5", OrderIdProblem.Negative)], Assert.IsType<Say.BadOrderIds>(Said("refill -5", Known)).Problems);
    }

    [Fact]
    public void Valid_ids_are_acted_on_beside_unusable_ones() =>
        Assert.Equal(["1002"], Assert.IsType<TurnPlan.ActOnOrders>(Plan("refill 1002 -5", Known)).Orders.Ids);

    [Theory]
    [InlineData("refund 1002", Intent.Refund)]
    [InlineData("partial 1002", Intent.Partial)]
    [InlineData("payment TX1", Intent.PaymentCheck)]
    [InlineData("add funds", Intent.AddFunds)]
    [InlineData("new order", Intent.PlaceOrder)]
    [InlineData("ticket it is late", Intent.Ticket)]
    [InlineData("export my data", Intent.ExportData)]
    [InlineData("delete my data", Intent.DeleteData)]
    public void What_cannot_be_done_yet_goes_to_people_and_says_so(string text, Intent intent) =>
        Assert.Equal(new Say.NotYetPossible(intent), Assert.IsType<TurnPlan.HandOff>(Plan(text, Known)).Say);

    [Fact]
    public void The_second_message_in_a_row_that_is_not_understood_goes_to_people()
    {
        Assert.Equal(new Say.NotUnderstood(), Said("what a lovely day", Known));
        Assert.IsType<TurnPlan.HandOff>(Plan("what a lovely day", Known with { TimesNotUnderstood = 1 }));
        Assert.Equal(new Say.NotUnderstood(), Said("refill 1 cancel 2", Known));
    }

    [Fact]
    public void In_a_group_only_commands_are_answered()
    {
        Assert.IsType<TurnPlan.ActOnOrders>(Plan("/refill@PanelBot 1002", Group));
        Assert.IsType<TurnPlan.LookUpOrders>(Plan("status 1002", Group));
        Assert.All(
            ["where is my order 1001", "hi", "thanks", "what a lovely day", "refill 1 cancel 2", "this is a scam"],
            text => Assert.IsType<TurnPlan.Ignore>(Plan(text, Group with { TimesNotUnderstood = 5 })));
    }

    [Fact]
    public void Linking_starts_where_its_way_is_open()
    {
        Assert.Equal(new TurnPlan.StartLink(new AccountLinkRequest.ByUsername("anna")), Plan("link anna", Stranger));
        Assert.Equal(new TurnPlan.StartLink(new AccountLinkRequest.ByKey("k")), Plan("link key k", Stranger));
        Assert.Equal(new TurnPlan.StartLink(new AccountLinkRequest.Unlink()), Plan("unlink", Known));
        Assert.Equal(new Say.LinkExplained(PrivateChat: true, KeysAccepted: true), Said("link", Stranger));
        Assert.Equal(new Say.LinkingUnavailable(), Said("link anna", Stranger with { CodesAccepted = false }));
        Assert.Equal(new Say.KeyNotHere(), Said("link key k", Stranger with { KeysAccepted = false }));
        Assert.Equal(new Say.KeyNotHere(), Said("link key k", Stranger with { PrivateChat = false }));
    }

    [Fact]
    public void Linking_is_refused_in_groups()
    {
        Assert.Equal(new Say.LinkingNotInGroups(), Said("link anna", Group));
        Assert.Equal(new Say.LinkingNotInGroups(), Said("link", Group));
        Assert.Equal(new Say.KeyNotHere(), Said("link key k", Group));
    }

    [Fact]
    public void Every_intent_has_a_plan_in_every_situation()
    {
        foreach (var intent in Enum.GetValues<Intent>())
        {
            for (var bits = 0; bits < 64; bits++)
            {
                var context = new PlanContext((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, bits >> 5, (bits & 16) != 0);
                Assert.NotNull(TurnPlanner.Plan(new Understood(intent, OrderIds.None, 1, Via.Grammar, "en"), context));
            }
        }
    }

    private static TurnPlan Plan(string text, PlanContext context) => TurnPlanner.Plan(MessageReader.Read(text, default), context);

    private static Say Said(string text, PlanContext context) => Assert.IsType<TurnPlan.Answer>(Plan(text, context)).Say;
}
