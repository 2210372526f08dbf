using System.Globalization;
using System.Text;
using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Engine.Tests.Replies;

public sealed class ReplyTextTests
{
    private static readonly Intent[] OrderIntents = [Intent.Status, Intent.RefillStatus, Intent.Refill, Intent.Cancel, Intent.SpeedUp];

    public static TheoryData<string> Languages => [.. ReplyTemplates.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Everything_that_can_be_said_has_its_words(string language)
    {
        var text = new StringBuilder();
        foreach (var (name, say) in Samples.Says())
        {
            var reply = ReplyComposer.Compose(say, language);
            Assert.False(string.IsNullOrWhiteSpace(reply.Text), name);
            text.Append(CultureInfo.InvariantCulture, $"=== {name}\n{reply.Text}\n");
            foreach (var button in reply.Buttons)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{button.Label}] {button.Command}\n");
            }
        }

        Snapshot.Match(text.ToString(), $"says.{language}");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_outcome_of_every_order_command_has_its_words(string language)
    {
        var text = new StringBuilder();
        foreach (var intent in OrderIntents)
        {
            foreach (var outcome in Samples.Outcomes())
            {
                var reply = Assert.Single(ReplyComposer.Compose(intent, [outcome], OrderIds.None, language, Samples.Now));
                Assert.Contains(outcome.OrderId, reply.Text, StringComparison.Ordinal);
                text.Append(CultureInfo.InvariantCulture, $"=== {intent} {outcome.GetType().Name}{(outcome is OrderOutcome.GateRefused refused ? " " + refused.Reason : "")}\n{reply.Text}\n");
            }
        }

        Snapshot.Match(text.ToString(), $"outcomes.{language}");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Many_orders_are_grouped_by_result_with_counts(string language)
    {
        var text = new StringBuilder();
        var asked = new OrderIds([], [("-5", OrderIdProblem.Negative)], 3);
        foreach (var intent in OrderIntents)
        {
            OrderOutcome[] outcomes = [.. Samples.Outcomes(), .. Samples.Outcomes()];
            var reply = Assert.Single(ReplyComposer.Compose(intent, outcomes, asked, language, Samples.Now));
            text.Append(CultureInfo.InvariantCulture, $"=== {intent}\n{reply.Text}\n");
        }

        Snapshot.Match(text.ToString(), $"groups.{language}");
    }

    [Fact]
    public void Every_case_of_what_can_be_said_has_a_sample()
    {
        Assert.Equal(CasesOf(typeof(Say)), Samples.Says().Select(sample => sample.Say.GetType()).ToHashSet());
        Assert.Equal(CasesOf(typeof(OrderOutcome)), Samples.Outcomes().Select(outcome => outcome.GetType()).ToHashSet());
    }

    [Fact]
    public void Every_language_has_every_template()
    {
        foreach (var language in ReplyTemplates.Languages)
        {
            Assert.Equal(
                ReplyTemplates.Names(ReplyTemplates.FallbackLanguage).Order(StringComparer.Ordinal),
                ReplyTemplates.Names(language).Order(StringComparer.Ordinal));
        }
    }

    private static HashSet<Type> CasesOf(Type union) => [.. union.GetNestedTypes().Where(type => type.IsSubclassOf(union))];
}
