using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Engine.Tests.Replies;

public sealed class ReplyShapeTests
{
    [Fact]
    public void Five_orders_have_a_paragraph_each_and_six_are_grouped()
    {
        var five = Assert.Single(Compose(Requested(5)));
        Assert.Equal(5, five.Text.Split("\n\n").Length);

        var six = Assert.Single(Compose(Requested(6)));
        Assert.Equal("6 orders:\n6 refill requested: 1001, 1002, 1003, 1004, 1005, 1006", six.Text);
    }

    [Fact]
    public void A_hundred_orders_with_long_ids_and_long_panel_texts_fit_into_replies_of_the_allowed_length()
    {
        var outcomes = Enumerable.Range(0, 100)
            .Select(i => (OrderOutcome)new OrderOutcome.PanelRefused(string.Create(CultureInfo.InvariantCulture, $"9{i:D17}"), new string('x', 150) + i))
            .ToArray();
        var replies = Compose(outcomes);
        Assert.All(replies, reply => Assert.InRange(reply.Text.Length, 1, Reply.MaxLength));
        Assert.All(outcomes, outcome => Assert.Contains(replies, reply => reply.Text.Contains(outcome.OrderId, StringComparison.Ordinal)));
    }

    [Property(MaxTest = 300)]
    public void A_split_text_loses_nothing_but_blanks_and_breaks_no_character(string?[] lines, byte extra)
    {
        var maxLength = 4 + extra;
        var blocks = lines.Select(line => Valid(line) + "🙂").ToArray();
        var messages = ReplySplitter.Split(blocks, "\n", maxLength);
        Assert.All(messages, message => Assert.InRange(message.Length, 1, maxLength));
        Assert.All(messages, message => Assert.Equal(message, Valid(message)));
        Assert.Equal(WithoutBlanks(string.Concat(blocks)), WithoutBlanks(string.Concat(messages)));
    }

    [Fact]
    public void Lines_stay_whole_where_they_fit()
    {
        var lines = Enumerable.Range(1, 50).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i}")).ToArray();
        var messages = ReplySplitter.Split(lines, "\n", 60);
        Assert.Equal(lines, messages.SelectMany(message => message.Split('\n')), StringComparer.Ordinal);
    }

    [Fact]
    public void Unusable_ids_are_named_beside_the_result()
    {
        var asked = new OrderIds(["1002"], [("-5", OrderIdProblem.Negative)], 1);
        var reply = Assert.Single(ReplyComposer.Compose(Intent.Refill, [new OrderOutcome.Requested("1002")], asked, "en", Samples.Now));
        Assert.Contains("-5", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_language_is_answered_in_English() =>
        Assert.Equal(ReplyComposer.Compose(new Say.Thanks(), "en"), ReplyComposer.Compose(new Say.Thanks(), "xx"), SameReply);

    [Fact]
    public void A_button_is_a_command_that_is_understood()
    {
        var id = new string('9', OrderIds.MaxDigits);
        Intent[] intents = [Intent.Status, Intent.Refill, Intent.Cancel, Intent.SpeedUp];
        var buttons = ReplyComposer.Compose(new Say.OrderMenu(id), "en").Buttons;
        Assert.Equal(intents, buttons.Select(button => MessageReader.Read(button.Command, default).Intent));
        Assert.All(buttons, button => Assert.InRange(Encoding.UTF8.GetByteCount(button.Command), 1, 64));
        Assert.All(buttons, button => Assert.Equal([id], MessageReader.Read(button.Command, default).Orders.Ids));
    }

    [Fact]
    public void A_service_list_of_any_length_is_one_reply_that_says_how_many_are_missing()
    {
        var lines = Enumerable.Range(1, 500).Select(i => new ServiceLine(i.ToString(CultureInfo.InvariantCulture), new string('ş', 300), null, 1, 2, true)).ToArray();
        var reply = ReplyComposer.Compose(new Say.ServiceList("x", lines, lines.Length), "en");
        Assert.InRange(reply.Text.Length, 1, Reply.MaxLength);
        var shown = reply.Text.Split('\n').Count(line => line.Contains('ş', StringComparison.Ordinal));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"And {500 - shown} more"), reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb\r\n\tc", "a b c")]
    [InlineData("safe\u202Eevil\u200F", "safeevil")]
    [InlineData("\u0007 bell \u0000", "bell")]
    [InlineData("x\uD83D", "x")]
    [InlineData("متابع", "\u2068متابع\u2069")]
    [InlineData("{{ 1 | plus: 1 }}", "{{ 1 | plus: 1 }}")]
    [InlineData(null, "")]
    public void Untrusted_text_is_one_harmless_line(string? text, string expected) => Assert.Equal(expected, UntrustedText.OneLine(text));

    [Property(MaxTest = 500)]
    public void Untrusted_text_never_grows_past_its_limit(string? text)
    {
        var line = UntrustedText.OneLine(string.Concat(Enumerable.Repeat(text, 40)));
        Assert.InRange(line.Length, 0, UntrustedText.MaxLength + 2);
        Assert.DoesNotContain('\n', line);
        Assert.Equal(line, Valid(line));
    }

    [Theory]
    [InlineData(-5, "just now")]
    [InlineData(59, "just now")]
    [InlineData(60, "1 minute ago")]
    [InlineData(3_599, "59 minutes ago")]
    [InlineData(7_200, "2 hours ago")]
    [InlineData(2 * 86_400, "2 days ago")]
    [InlineData(59 * 86_400, "59 days ago")]
    [InlineData(90 * 86_400, "3 months ago")]
    [InlineData(1_000 * 86_400, "2 years ago")]
    public void Ages_are_told_in_the_largest_fitting_unit(int seconds, string age) =>
        Assert.Equal(age, Wording.Age(Samples.Now.AddSeconds(-seconds), Samples.Now, "en"));

    [Fact]
    public void Not_yours_and_not_there_are_the_same_words() =>
        Assert.DoesNotContain("exist", Assert.Single(Compose([new OrderOutcome.NotYours("2001")])).Text, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<Reply> Compose(OrderOutcome[] outcomes) => ReplyComposer.Compose(Intent.Refill, outcomes, OrderIds.None, "en", Samples.Now);

    private static OrderOutcome[] Requested(int count) =>
        [.. Enumerable.Range(1_001, count).Select(id => new OrderOutcome.Requested(id.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>The text with every lone surrogate replaced.</summary>
    private static string Valid(string? text) => string.Concat((text ?? "").EnumerateRunes().Select(rune => rune.ToString()));

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static bool SameReply(Reply left, Reply right) => left.Text == right.Text && left.Buttons.SequenceEqual(right.Buttons);
}
