namespace PanelAssist.Engine.Intents;

/// <summary>Makes one intent of all that a message names, or none where they contradict each other.</summary>
internal static class IntentChoice
{
    private static readonly IntentSet Polite = IntentSet.Of(Intent.Greeting, Intent.Thanks, Intent.Help);

    /// <summary>"check my balance", "check the payment": the check is only how the other thing is asked for.</summary>
    private static readonly IntentSet Checked = IntentSet.Of(Intent.Balance, Intent.PaymentCheck, Intent.Services, Intent.RefillStatus);

    /// <summary>Null where nothing is named or two different things are.</summary>
    public static Intent? Of(IntentSet named)
    {
        if (named.Count > 1)
        {
            named = Narrow(named);
        }

        return named.Count == 1 ? named.Only : null;
    }

    private static IntentSet Narrow(IntentSet named)
    {
        var serious = named.Without(Polite);
        if (serious.IsEmpty)
        {
            // "hello, help me", "thanks, hi".
            return IntentSet.Of(named.Has(Intent.Help) ? Intent.Help : Intent.Greeting);
        }

        // Being handed to people is never the wrong answer for someone who asks for them.
        if (serious.Has(Intent.Human))
        {
            return IntentSet.Of(Intent.Human);
        }

        if (serious == IntentSet.Of(Intent.Status, Intent.Refill))
        {
            return IntentSet.Of(Intent.RefillStatus);
        }

        if (serious.HasAny(Checked))
        {
            serious = serious.Without(Intent.Status);
        }

        if (serious.Has(Intent.RefillStatus))
        {
            serious = serious.Without(Intent.Refill);
        }

        if (serious.Has(Intent.Partial))
        {
            serious = serious.Without(Intent.Refund).Without(Intent.Cancel);
        }

        // The panel refunds what it cancels, and panel groups use the two words for each other.
        return serious.Has(Intent.Cancel) ? serious.Without(Intent.Refund) : serious;
    }
}
