namespace PanelAssist.Engine.Intents;

/// <summary>Expressions of several words whose words alone mean something else.</summary>
internal static class SentencePhrases
{
    /// <summary>A longer text is searched only so far: what is wanted is said early.</summary>
    private const int SearchedAtMost = 2_000;

    private static readonly (string Phrase, Intent Intent)[] Phrases =
    [
        ("money back", Intent.Refund),
        ("add funds", Intent.AddFunds),
        ("add balance", Intent.AddFunds),
        ("add money", Intent.AddFunds),
        ("top up", Intent.AddFunds),
        ("place an order", Intent.PlaceOrder),
        ("place order", Intent.PlaceOrder),
        ("new order", Intent.PlaceOrder),
        ("delete my data", Intent.DeleteData),
        ("delete my account", Intent.DeleteData),
        ("erase my data", Intent.DeleteData),
        ("export my data", Intent.ExportData),
        ("copy of my data", Intent.ExportData),
        ("stop messaging", Intent.Stop),
        ("stop sending", Intent.Stop),
        ("customer care", Intent.Human),
        ("canli destek", Intent.Human),
    ];

    public static IntentSet In(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, SearchedAtMost)];
        var found = default(IntentSet);
        foreach (var (phrase, intent) in Phrases)
        {
            if (text.Contains(phrase, StringComparison.Ordinal))
            {
                found = found.With(intent);
            }
        }

        return found;
    }
}
