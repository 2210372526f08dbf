namespace PanelAssist.Engine.Intents;

/// <summary>
/// Commands whose first word is followed by free text: <c>link NAME</c>, <c>services WORDS</c>, <c>payment TXN</c>, <c>ticket TEXT</c>.
/// The text after the verb is taken from the message as it was typed, never from the folded one: a key is a key.
/// </summary>
internal static class HeadCommand
{
    /// <summary>"services instagram likes" is a search; a whole sentence that happens to begin with "service" is not.</summary>
    private const int SearchWords = 5;

    private const int ArgumentAtMost = 200;

    public static (Intent Intent, string? Argument, AccountLinkRequest? Link)? Read(string text, ReadOnlySpan<char> folded)
    {
        folded = folded.TrimStart(" \n");
        var length = 0;
        while (length < folded.Length && FoldedText.IsWordChar(folded[length]))
        {
            length++;
        }

        var verb = folded[..length];
        if (verb.IsEmpty)
        {
            return null;
        }

        var lexeme = Lexicon.Find(verb);
        lexeme = lexeme.Role is Role.Unknown ? Lexicon.FindMisspelt(verb, out _) : lexeme;
        return lexeme.Role switch
        {
            Role.Plain or Role.Noise when verb is "my" => LinkTo(AccountLinkCommand.ReadMyUsername(Rest(text))),
            Role.Unlink => LinkTo(AccountLinkCommand.ReadUnlink(Rest(text))),
            Role.Head => ReadHead(lexeme.Intent, Rest(text)),

            // "/start PAYLOAD" is how Telegram opens a chat from a web link.
            Role.Verb when lexeme.Intent is Intent.Help && text.AsSpan().TrimStart().StartsWith('/') => (Intent.Help, null, null),
            _ => null,
        };
    }

    private static (Intent Intent, string? Argument, AccountLinkRequest? Link)? ReadHead(Intent intent, ReadOnlySpan<char> rest) => intent switch
    {
        Intent.AccountLink => LinkTo(AccountLinkCommand.Read(rest)),
        Intent.Services => WordCount(rest) <= SearchWords ? (intent, Shortened(rest), null) : null,
        Intent.PaymentCheck => WordCount(rest) <= 1 ? (intent, Shortened(rest), null) : null,
        _ => (intent, Shortened(rest), null),
    };

    private static (Intent Intent, string? Argument, AccountLinkRequest? Link)? LinkTo(AccountLinkRequest? link) =>
        link is null ? null : (Intent.AccountLink, null, link);

    /// <summary>What follows the first word of the message as typed; a colon or equals sign ends that word too.</summary>
    private static ReadOnlySpan<char> Rest(string text)
    {
        var typed = text.AsSpan().Trim();
        var end = 0;
        while (end < typed.Length && !char.IsWhiteSpace(typed[end]) && typed[end] is not (':' or '='))
        {
            end++;
        }

        return end == typed.Length ? [] : typed[(end + 1)..].TrimStart(" :=\t").Trim();
    }

    private static string? Shortened(ReadOnlySpan<char> text)
    {
        if (text.Length > ArgumentAtMost)
        {
            text = text[..(char.IsHighSurrogate(text[ArgumentAtMost - 1]) ? ArgumentAtMost - 1 : ArgumentAtMost)];
        }

        return text.IsEmpty ? null : text.ToString();
    }

    private static int WordCount(ReadOnlySpan<char> text)
    {
        var count = 0;
        var inside = false;
        foreach (var c in text)
        {
            var blank = char.IsWhiteSpace(c);
            count += !blank && !inside ? 1 : 0;
            inside = !blank;
        }

        return count;
    }
}
