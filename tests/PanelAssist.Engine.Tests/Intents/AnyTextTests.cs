using System.Diagnostics;
using FsCheck.Xunit;
using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Tests.Intents;

public sealed class AnyTextTests
{
    [Property(MaxTest = 2_000)]
    public void Any_characters_at_all_are_read(char[] characters, bool awaitsCode) => Read(new string(characters), awaitsCode);

    [Property(MaxTest = 500)]
    public void Any_characters_after_a_verb_are_read(char[] characters, char before) => Read($"{before}refill {new string(characters)} 1001-", awaitsCode: false);

    [Fact]
    public void Every_single_character_is_read_between_two_ids()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            Read($"status 1001{(char)c}1002", awaitsCode: false);
        }
    }

    [Fact]
    public void A_lone_surrogate_is_only_a_gap() =>
        Assert.Equal(["1001", "1002"], Read("status 1001\uD83D1002", awaitsCode: false).Orders.Ids);

    [Fact]
    public void Four_thousand_emoji_are_not_understood() => Assert.Equal(0, Read(string.Concat(Enumerable.Repeat("🙂", 4_096)), awaitsCode: false).Confidence);

    [Fact]
    public void No_text_is_not_understood() => Assert.Equal((Intent.Other, 0.0), (MessageReader.Read(null!, default).Intent, MessageReader.Read("", default).Confidence));

    [Theory]
    [InlineData("a.")]
    [InlineData("1-")]
    [InlineData("1-2 ")]
    [InlineData("-")]
    [InlineData("9")]
    [InlineData("refil ")]
    [InlineData("x@")]
    [InlineData("é1")]
    [InlineData("ﷺ")]
    [InlineData("#$%")]
    [InlineData("/")]
    public void The_time_for_a_megabyte_is_that_of_its_length(string piece)
    {
        // A quadratic step would take minutes; the bound is wide enough for a busy machine.
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var watch = Stopwatch.StartNew();
        Read(text, awaitsCode: false);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }

    private static Understood Read(string text, bool awaitsCode)
    {
        var read = MessageReader.Read(text, new ReadingContext(awaitsCode, "en"));
        Assert.InRange(read.Confidence, 0, 1);
        Assert.InRange(read.Orders.Ids.Count, 0, OrderIds.MaxCount);
        Assert.All(read.Orders.Ids, id => Assert.InRange(id.Length, 1, OrderIds.MaxDigits));
        Assert.Equal(read.Orders.Ids.Distinct(StringComparer.Ordinal), read.Orders.Ids, StringComparer.Ordinal);
        return read;
    }
}
