namespace PanelAssist.Server.Outbox;

/// <summary>What came of one try to send; each case has one reaction.</summary>
internal abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The channel took it.</summary>
    public sealed record Sent(string? ProviderMessageId) : SendOutcome;

    /// <summary>Not now: not before <paramref name="For"/> has passed, for this chat or the whole bot.</summary>
    public sealed record Wait(TimeSpan For, bool WholeConnection) : SendOutcome;

    /// <summary>The chat cannot be reached (blocked, kicked, deleted): no more tries.</summary>
    public sealed record Unreachable(string Reason) : SendOutcome;

    /// <summary>The chat has another id now: send there.</summary>
    public sealed record Moved(string NewChatId) : SendOutcome;

    /// <summary>The channel will never take this: no more tries.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>The channel does not accept our credentials: the connection stops.</summary>
    public sealed record Disabled(string Reason) : SendOutcome;

    /// <summary>Did not arrive: a later try is safe.</summary>
    public sealed record NotSent(string Reason) : SendOutcome;

    /// <summary>May have arrived: a later try may say it twice, and is marked so.</summary>
    public sealed record Unknown(string Reason) : SendOutcome;
}
