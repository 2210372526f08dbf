using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Tests.Intents;

public sealed class OrderIdTests
{
    private static readonly ReadingContext English = new(AwaitsLinkCode: false, "en");
    private static readonly string[] Separators = [" ", ",", ", ", "\n", "\r\n", ";", " ; ", "#", " #", " order ", " id ", " & ", " and ", "/", "\t", "  "];
    private static readonly string[] Verbs = ["status", "refill", "cancel", "speed up", "refill status"];

    /// <summary>First digit of some scripts whose digits follow each other.</summary>
    private static readonly char[] Zeros = ['0', '٠', '۰', '०', '０', '๐'];

    [Property(MaxTest = 500)]
    public Property Any_list_with_any_separators_is_read_back(bool verbFirst)
    {
        var lists = from ids in Gen.Choose(1, int.MaxValue).Select(id => (long)id * 37).NonEmptyListOf().Where(ids => ids.Count <= OrderIds.MaxCount)
                    from separators in Gen.Elements(Separators).ListOf(ids.Count)
                    from verb in Gen.Elements(Verbs)
                    from zero in Gen.Elements(Zeros)
                    select (ids, separators, verb, zero);
        return Prop.ForAll(lists.ToArbitrary(), list =>
        {
            var written = string.Concat(list.ids.Zip(list.separators, (id, separator) => separator + InScript(id, list.zero)));
            var read = MessageReader.Read(verbFirst ? $"{list.verb} {written}" : $"{written} {list.verb}", English);
            Assert.Equal(list.ids.Distinct().Select(id => id.ToString(CultureInfo.InvariantCulture)), read.Orders.Ids, StringComparer.Ordinal);
            Assert.Equal(Via.Grammar, read.Via);
            Assert.Empty(read.Orders.Problems);
        });
    }

    [Property(MaxTest = 300, EndSize = 300)]
    public void A_range_is_all_ids_between_its_ends(PositiveInt first, NonNegativeInt more)
    {
        var last = (long)first.Get + more.Get;
        var read = MessageReader.Read(string.Create(CultureInfo.InvariantCulture, $"status {first.Get}-{last}"), English).Orders;
        Assert.Equal(more.Get + 1, read.Asked);
        Assert.Equal(more.Get >= OrderIds.MaxCount, read.TooMany);
        Assert.Equal(
            read.TooMany ? [] : Enumerable.Range(0, more.Get + 1).Select(i => (first.Get + (long)i).ToString(CultureInfo.InvariantCulture)),
            read.Ids,
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("12345-12347")]
    [InlineData("12345 - 12347")]
    [InlineData("12345–12347")]
    [InlineData("12345 — 12347")]
    [InlineData("12345 to 12347")]
    [InlineData("1234５-١٢٣٤٧")]
    public void A_range_may_be_written_in_many_ways(string range) =>
        Assert.Equal(["12345", "12346", "12347"], MessageReader.Read("status " + range, English).Orders.Ids);

    [Fact]
    public void A_hundred_ids_are_taken_and_a_hundred_and_one_are_not()
    {
        var hundred = string.Join(' ', Enumerable.Range(1, 100));
        Assert.Equal(100, MessageReader.Read("refill " + hundred, English).Orders.Ids.Count);

        var more = MessageReader.Read($"refill {hundred} 101", English).Orders;
        Assert.True(more.TooMany);
        Assert.Equal(101, more.Asked);
        Assert.Empty(more.Ids);
    }

    [Fact]
    public void Duplicates_do_not_count_towards_the_hundred()
    {
        var twice = string.Join(' ', Enumerable.Range(1, 100).Concat(Enumerable.Range(1, 100)));
        var read = MessageReader.Read($"refill {twice} 1-100", English).Orders;
        Assert.False(read.TooMany);
        Assert.Equal(100, read.Ids.Count);
    }

    [Fact]
    public void A_huge_range_costs_no_memory()
    {
        MessageReader.Read("status 1-999", English);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = MessageReader.Read("status 1-999999999999999999", English).Orders;
        Assert.True(read.TooMany);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Theory]
    [InlineData("status -5", "-5", OrderIdProblem.Negative)]
    [InlineData("status −5", "-5", OrderIdProblem.Negative)]
    [InlineData("status 1234567890123456789", "1234567890123456789", OrderIdProblem.TooLong)]
    [InlineData("status 5-3", "5-3", OrderIdProblem.RangeBackwards)]
    [InlineData("status 5-1234567890123456789", "1234567890123456789", OrderIdProblem.TooLong)]
    [InlineData("status +90-532-123", "90-532-123", OrderIdProblem.RangeBackwards)]
    [InlineData("status -5-10", "-5-10", OrderIdProblem.Negative)]
    public void What_cannot_be_an_id_is_named_and_never_taken_as_another(string text, string problem, OrderIdProblem kind)
    {
        var read = MessageReader.Read(text, English).Orders;
        Assert.Empty(read.Ids);
        Assert.Equal([(problem, kind)], read.Problems);
    }

    [Fact]
    public void One_bad_id_does_not_lose_the_good_ones()
    {
        var read = MessageReader.Read("refill 1002 -5 1003", English).Orders;
        Assert.Equal(["1002", "1003"], read.Ids);
        Assert.Equal([("-5", OrderIdProblem.Negative)], read.Problems);
    }

    [Property(MaxTest = 200, EndSize = 1_000_000)]
    public void An_id_is_never_corrected(PositiveInt id)
    {
        var text = id.Get.ToString(CultureInfo.InvariantCulture);
        Assert.Equal([text], MessageReader.Read("status " + text, English).Orders.Ids);
    }

    [Theory]
    [InlineData("ord_77")]
    [InlineData("10k")]
    [InlineData("R30")]
    [InlineData("12.50")]
    [InlineData("10:30")]
    [InlineData("$50")]
    [InlineData("50%")]
    [InlineData("500 likes")]
    [InlineData("https://example.com/p/123456")]
    [InlineData("anna99@example.com")]
    [InlineData("@anna99")]
    [InlineData("²")]
    [InlineData("①")]
    public void Numbers_that_are_something_else_are_no_ids(string text) =>
        Assert.Equal(["1002"], MessageReader.Read($"please look at order 1002 because {text} is wrong", English).Orders.Ids);

    private static string InScript(long id, char zero) =>
        string.Concat(id.ToString(CultureInfo.InvariantCulture).Select(digit => (char)(zero + (digit - '0'))));
}
