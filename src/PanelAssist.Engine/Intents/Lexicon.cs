using System.Collections.Frozen;

namespace PanelAssist.Engine.Intents;

/// <summary>Finds what a folded word means, also where one letter of a verb is wrong.</summary>
internal static partial class Lexicon
{
    /// <summary>In shorter verbs one wrong letter leaves too little to recognise.</summary>
    public const int ShortestMisspelt = 4;

    private static readonly FrozenDictionary<string, Lexeme> Words = BuildWords();
    private static readonly FrozenDictionary<string, Lexeme>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, Lexeme> Phrases = BuildPhrases();
    private static readonly FrozenDictionary<string, Lexeme>.AlternateLookup<ReadOnlySpan<char>> PhraseBySpan =
        Phrases.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int LongestPhrase = Phrases.Keys.Max(phrase => phrase.Length);

    /// <summary>Verbs by length.</summary>
    private static readonly (string Word, Lexeme Lexeme)[][] Misspellable = BuildMisspellable();

    /// <summary>Every verb that forgives one wrong letter.</summary>
    public static IEnumerable<(string Word, Lexeme Lexeme)> ForgivingVerbs => Misspellable.SelectMany(words => words);

    public static Lexeme Find(ReadOnlySpan<char> word) => BySpan.TryGetValue(word, out var lexeme) ? lexeme : default;

    /// <summary>The intent of a message that is a set phrase as a whole: "my data", "me", "good morning".</summary>
    public static Lexeme FindPhrase(ReadOnlySpan<char> text)
    {
        Span<char> phrase = stackalloc char[LongestPhrase];
        var length = 0;
        var gap = false;
        foreach (var c in text)
        {
            if (!FoldedText.IsWordChar(c) && !char.IsAsciiDigit(c))
            {
                gap = length > 0;
                continue;
            }

            if (length + (gap ? 1 : 0) >= LongestPhrase)
            {
                return default;
            }

            if (gap)
            {
                phrase[length++] = ' ';
                gap = false;
            }

            phrase[length++] = c;
        }

        return PhraseBySpan.TryGetValue(phrase[..length], out var lexeme) ? lexeme : default;
    }

    /// <summary>The verb this word is one letter away from, if all such verbs mean the same.</summary>
    public static Lexeme FindMisspelt(ReadOnlySpan<char> word, out int verbLength)
    {
        verbLength = 0;
        var found = default(Lexeme);
        var longest = Math.Min(word.Length + 1, Misspellable.Length - 1);
        for (var length = Math.Max(word.Length - 1, ShortestMisspelt); length <= longest; length++)
        {
            foreach (var (verb, lexeme) in Misspellable[length])
            {
                if (!OneEdit.Apart(word, verb))
                {
                    continue;
                }

                if (found.Role is not Role.Unknown && (found.Role, found.Intent) != (lexeme.Role, lexeme.Intent))
                {
                    return default;
                }

                found = lexeme;
                verbLength = length;
            }
        }

        return found;
    }

    private static (string, Lexeme)[][] BuildMisspellable()
    {
        var verbs = Words
            .Where(entry => entry.Key.Length >= ShortestMisspelt && entry.Value.Role is (Role.Verb or Role.Head or Role.Unlink or Role.Order))
            .ToArray();
        var byLength = new (string, Lexeme)[verbs.Max(entry => entry.Key.Length) + 1][];
        for (var length = 0; length < byLength.Length; length++)
        {
            byLength[length] = [.. verbs.Where(entry => entry.Key.Length == length).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value))];
        }

        return byLength;
    }

    private static string Fold(string word) => FoldedText.Of(word, default).Text.ToString();
}
