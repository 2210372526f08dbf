namespace PanelAssist.Engine.Intents;

/// <summary>Which reader recognised the message.</summary>
public enum Via
{
    Grammar,
    Classifier,
    Model,
}

/// <summary>What the engine needs to know about the conversation to read a message.</summary>
/// <param name="AwaitsLinkCode">A one-time code was sent: six bare digits are that code, not an order.</param>
/// <param name="Language">Language of the conversation so far (ISO 639-1), used when the text is too short to tell.</param>
public readonly record struct ReadingContext(bool AwaitsLinkCode, string Language);

/// <summary>Why a piece of text that looks like an order id cannot be one.</summary>
public enum OrderIdProblem
{
    /// <summary>More than <see cref="OrderIds.MaxDigits"/> digits.</summary>
    TooLong,

    /// <summary>A minus sign before the digits.</summary>
    Negative,

    /// <summary>A range whose end lies before its start.</summary>
    RangeBackwards,
}

/// <summary>
/// The order ids of one message: in order of appearance, without duplicates and leading zeros.
/// None where more than <see cref="MaxCount"/> were asked for, so that nobody can act on a part of them by mistake.
/// </summary>
public sealed record OrderIds(IReadOnlyList<string> Ids, IReadOnlyList<(string Text, OrderIdProblem Problem)> Problems, int Asked)
{
    /// <summary>Panels take at most 100 ids a call; more than that in one message is a mistake or an attack.</summary>
    public const int MaxCount = 100;

    /// <summary>Longest order id seen on a panel is 12 digits; 18 still fits a 64-bit number.</summary>
    public const int MaxDigits = 18;

    public static OrderIds None { get; } = new([], [], 0);

    /// <summary>The message named more distinct ids (<see cref="Asked"/>) than are taken; none of them is acted on.</summary>
    public bool TooMany => Asked > MaxCount;
}

/// <summary>How a customer proves or drops an account: the argument of <see cref="Intent.AccountLink"/>.</summary>
public abstract record AccountLinkRequest
{
    private AccountLinkRequest()
    {
    }

    /// <summary><c>link USERNAME</c>: send a code to the address the panel has.</summary>
    public sealed record ByUsername(string Username) : AccountLinkRequest;

    /// <summary><c>link key KEY</c>: the customer's own panel API key.</summary>
    public sealed record ByKey(string Key) : AccountLinkRequest
    {
        /// <summary>A key must not reach a log by way of a record's default text.</summary>
        public override string ToString() => $"{nameof(ByKey)} ***";
    }

    /// <summary>The six digits of a code sent before.</summary>
    public sealed record ByCode(string Code) : AccountLinkRequest
    {
        public override string ToString() => $"{nameof(ByCode)} ***";
    }

    /// <summary><c>unlink</c>: forget the account and its key.</summary>
    public sealed record Unlink : AccountLinkRequest;

    /// <summary><c>link</c> alone: explain the ways.</summary>
    public sealed record Explain : AccountLinkRequest;
}

/// <summary>One message as the engine reads it.</summary>
/// <param name="Confidence">0 to 1; the grammar is 1, below <see cref="MinimumConfidence"/> nothing is done.</param>
/// <param name="Argument">What follows the verb where that matters: the words of <c>services instagram</c>, a transaction id; otherwise null.</param>
/// <param name="Language">ISO 639-1 code of the language the message is in, or the conversation's.</param>
public sealed record Understood(
    Intent Intent,
    OrderIds Orders,
    double Confidence,
    Via Via,
    string Language,
    string? Argument = null,
    AccountLinkRequest? Link = null)
{
    /// <summary>Below this the reader is guessing, and a wrong answer about money costs more than asking again.</summary>
    public const double MinimumConfidence = 0.55;
}
