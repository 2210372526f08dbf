namespace PanelAssist.Engine.Intents;

/// <summary>A modest guess at what a sentence wants, from the words in it; where it is not sure it says so.</summary>
internal static class SentenceClassifier
{
    private const double VerbAndOrder = 0.85;
    private const double VerbAlone = 0.7;
    private const double CueAndOrder = 0.65;
    private const double CueAlone = 0.6;
    private const double Contradiction = 0.3;
    private const double Nothing = 0.2;

    /// <summary>More words around a "hi" or "help" than this, and the message is about something else.</summary>
    private const int PoliteWords = 4;

    private static readonly IntentSet Polite = IntentSet.Of(Intent.Greeting, Intent.Thanks, Intent.Help);
    private static readonly IntentSet Actions = IntentSet.Of(Intent.Refill, Intent.Cancel, Intent.SpeedUp, Intent.Refund);

    /// <summary>Verbs that are also everyday words: alone they name nothing in a sentence.</summary>
    private static readonly IntentSet OnlyAsCommand = IntentSet.Of(Intent.Stop);

    public static (Intent Intent, double Confidence) Classify(in MessageWords words, bool hasIds, ReadOnlySpan<char> text)
    {
        var verbs = words.Verbs.With(words.LongMisspeltVerbs).Without(OnlyAsCommand).With(SentencePhrases.In(text));

        // "My new order 1001" is an old one.
        verbs = hasIds ? verbs.Without(Intent.PlaceOrder) : verbs;
        if (words.NegatesAll && verbs.HasAny(Actions))
        {
            return (Intent.Other, Contradiction);
        }

        var serious = verbs.Without(Polite);
        if (!serious.IsEmpty)
        {
            return ByVerb(words, serious, hasIds);
        }

        if (words.Negated)
        {
            return (Intent.Other, Contradiction);
        }

        if (ByCue(words.Cues) is { } hinted)
        {
            return (hinted, hasIds ? CueAndOrder : CueAlone);
        }

        if (hasIds && (words.SaysOrder || words.MarksNumber))
        {
            return (Intent.Status, CueAlone);
        }

        return !verbs.IsEmpty && words.Count <= PoliteWords && IntentChoice.Of(verbs) is { } polite
            ? (polite, VerbAlone)
            : (Intent.Other, Nothing);
    }

    private static (Intent Intent, double Confidence) ByVerb(in MessageWords words, IntentSet verbs, bool hasIds)
    {
        // "Did you refill 1001?" and "when will the refill come" ask about an action, they do not order one.
        var asks = words.Asking || words.Cues.Has(Intent.Status);
        if (verbs == IntentSet.Of(Intent.Refill) && asks)
        {
            verbs = IntentSet.Of(Intent.RefillStatus);
        }
        else if (words.Asking && verbs.HasAny(Actions))
        {
            verbs = IntentSet.Of(Intent.Status);
        }

        return IntentChoice.Of(verbs) is { } intent
            ? (intent, hasIds ? VerbAndOrder : VerbAlone)
            : (Intent.Other, Contradiction);
    }

    /// <summary>The more specific hint wins: "when", "pending" and the like are in every second complaint.</summary>
    private static Intent? ByCue(IntentSet cues)
    {
        ReadOnlySpan<Intent> bySpecificity =
        [
            Intent.Complaint, Intent.RefillStatus, Intent.Refill, Intent.PaymentCheck, Intent.SpeedUp,
            Intent.PlaceOrder, Intent.Services, Intent.Ticket, Intent.Status,
        ];
        foreach (var intent in bySpecificity)
        {
            if (cues.Has(intent))
            {
                return intent;
            }
        }

        return null;
    }
}
