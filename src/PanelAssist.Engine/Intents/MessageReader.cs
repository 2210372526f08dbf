namespace PanelAssist.Engine.Intents;

/// <summary>Reads a customer's text: the command grammar first, then a modest look at the words of a sentence.</summary>
public static class MessageReader
{
    /// <summary>The <see cref="Understood.Argument"/> of an order id that came alone: what to do with it is still to be asked.</summary>
    public const string MenuArgument = "menu";

    /// <summary>Commands are short; this much is folded without allocating.</summary>
    private const int ShortText = 256;

    private const double Unclear = 0.3;

    private static readonly IntentSet Polite = IntentSet.Of(Intent.Greeting, Intent.Thanks, Intent.Help);

    /// <summary>Never throws, whatever the text; an empty or unreadable one is <see cref="Intent.Other"/> with confidence 0.</summary>
    public static Understood Read(string text, ReadingContext context)
    {
        Span<char> scratch = stackalloc char[ShortText];
        var folded = FoldedText.Of(text ?? "", scratch);
        if (context.AwaitsLinkCode && AccountLinkCommand.ReadCode(folded.Text) is { } code)
        {
            return new Understood(
                Intent.AccountLink, OrderIds.None, 1, Via.Grammar, Language(default, folded, context), null, new AccountLinkRequest.ByCode(code));
        }

        var command = WithoutBotName(folded.Text);
        var scan = MessageScan.Of(command);
        var words = scan.Words;
        var language = Language(words.Languages, folded, context);
        if (Lexicon.FindPhrase(command) is { Role: Role.Verb } phrase)
        {
            var votes = words.Languages;
            votes.Add(phrase.Languages);
            return new Understood(phrase.Intent, OrderIds.None, 1, Via.Grammar, Language(votes, folded, context));
        }

        if (HeadCommand.Read(text ?? "", command) is { } head)
        {
            return new Understood(head.Intent, OrderIds.None, 1, Via.Grammar, language, head.Argument, head.Link);
        }

        var orders = scan.Orders;
        if (words.Foreign == 0)
        {
            return ReadCommand(words, scan.HasIds, orders, language);
        }

        var (intent, confidence) = SentenceClassifier.Classify(words, scan.HasIds, command);
        return new Understood(intent, orders, confidence, Via.Classifier, language);
    }

    private static Understood ReadCommand(in MessageWords words, bool hasIds, OrderIds orders, string language)
    {
        var verbs = words.Verbs.With(words.MisspeltVerbs);
        verbs = hasIds ? verbs.Without(Polite) : verbs;
        if (!verbs.IsEmpty)
        {
            // "stop 1001" could mean the messages or the order.
            return IntentChoice.Of(verbs) is { } intent && !(hasIds && intent is Intent.Stop)
                ? new Understood(intent, orders, 1, Via.Grammar, language)
                : new Understood(Intent.Other, orders, Unclear, Via.Classifier, language);
        }

        if (words.SaysOrder || orders.Asked > 1)
        {
            return new Understood(Intent.Status, orders, 1, Via.Grammar, language);
        }

        return hasIds
            ? new Understood(Intent.Status, orders, 1, Via.Grammar, language, orders.Ids.Count == 1 ? MenuArgument : null)
            : new Understood(Intent.Other, OrderIds.None, 0, Via.Classifier, language);
    }

    private static string Language(LanguageVotes votes, FoldedText folded, ReadingContext context) => votes.Winner(folded.Scripts, context.Language);

    /// <summary><c>/status@SomeBot 1001</c>, as Telegram's groups write commands.</summary>
    private static ReadOnlySpan<char> WithoutBotName(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \n");
        if (text.IsEmpty || text[0] is not '/')
        {
            return text;
        }

        var end = text.IndexOfAny(' ', '\n');
        end = end < 0 ? text.Length : end;
        var at = text[..end].IndexOf('@');
        if (at < 0)
        {
            return text[1..];
        }

        return string.Concat(text[1..at], text[end..]);
    }
}
