using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Tests.Intents;

public sealed class MisspellingTests
{
    private static readonly ReadingContext English = new(AwaitsLinkCode: false, "en");

    [Fact]
    public void Every_verb_forgives_one_wrong_letter_unless_that_makes_another_word()
    {
        var forgiven = 0;
        foreach (var (verb, lexeme) in Lexicon.ForgivingVerbs)
        {
            foreach (var slip in Slips(verb))
            {
                var found = Lexicon.Find(slip);
                if (found.Role is Role.Unknown)
                {
                    found = Lexicon.FindMisspelt(slip, out _);

                    // Between two verbs nothing is guessed.
                    Assert.True(
                        (found.Role, found.Intent) == (lexeme.Role, lexeme.Intent) || found.Role is Role.Unknown && IsBetweenVerbs(slip, lexeme),
                        $"{slip} for {verb} was read as {found}");
                    forgiven += found.Role is Role.Unknown ? 0 : 1;
                }
            }
        }

        Assert.True(forgiven > 10_000, $"only {forgiven} slips were forgiven");
    }

    [Theory]
    [InlineData("refill")]
    [InlineData("cancel")]
    [InlineData("status")]
    [InlineData("speedup")]
    public void The_main_verbs_forgive_every_single_slip_in_a_command(string verb)
    {
        var right = MessageReader.Read(verb + " 1001", English);
        foreach (var slip in Slips(verb).Where(slip => Lexicon.Find(slip).Role is Role.Unknown))
        {
            var read = MessageReader.Read(slip + " 1001", English);
            Assert.Equal((right.Intent, Via.Grammar, 1.0), (read.Intent, read.Via, read.Confidence));
            Assert.Equal(["1001"], read.Orders.Ids);
        }
    }

    [Fact]
    public void A_valid_verb_is_never_taken_for_another_one()
    {
        foreach (var (verb, lexeme) in Lexicon.ForgivingVerbs)
        {
            Assert.Equal(lexeme, Lexicon.Find(verb));
        }
    }

    [Theory]
    [InlineData("like 1001")]
    [InlineData("last 1001")]
    [InlineData("fact 1001")]
    [InlineData("report 1001")]
    [InlineData("made 1001")]
    [InlineData("ref 1001")]
    [InlineData("sttaus1 1001")]
    [InlineData("rfeill2 1001")]
    [InlineData("cnacle 1001")]
    public void Other_words_and_two_slips_are_not_guessed(string text) =>
        Assert.True(MessageReader.Read(text, English).Confidence < Understood.MinimumConfidence);

    private static bool IsBetweenVerbs(string slip, Lexeme verb) =>
        Lexicon.ForgivingVerbs.Any(other => (other.Lexeme.Role, other.Lexeme.Intent) != (verb.Role, verb.Intent) && OneEdit.Apart(slip, other.Word));

    private static IEnumerable<string> Slips(string verb)
    {
        foreach (var letter in "aekx")
        {
            for (var i = 0; i <= verb.Length; i++)
            {
                yield return verb.Insert(i, letter.ToString());
            }

            for (var i = 0; i < verb.Length; i++)
            {
                yield return verb[..i] + letter + verb[(i + 1)..];
            }
        }

        for (var i = 0; i < verb.Length; i++)
        {
            yield return verb.Remove(i, 1);
        }

        for (var i = 0; i + 1 < verb.Length; i++)
        {
            yield return verb[..i] + verb[i + 1] + verb[i] + verb[(i + 2)..];
        }
    }
}
