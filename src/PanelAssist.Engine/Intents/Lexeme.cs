namespace PanelAssist.Engine.Intents;

/// <summary>The languages a word belongs to. A word of several languages, or of none in particular, proves nothing.</summary>
[Flags]
internal enum Languages
{
    Any = 0,
    English = 1,
    Turkish = 2,
    Russian = 4,
    Arabic = 8,
    Hindi = 16,
    Portuguese = 32,
    Spanish = 64,
    Indonesian = 128,
}

/// <summary>What a known word does in a message.</summary>
internal enum Role
{
    /// <summary>Not in the lexicon.</summary>
    Unknown,

    /// <summary>An ordinary word: tells the language, and is never a misspelt verb.</summary>
    Plain,

    /// <summary>Names an intent, in a command as in a sentence.</summary>
    Verb,

    /// <summary>Verbs whose command takes free text after them: only as a message's first word.</summary>
    Head,

    /// <summary>"unlink": a command of its own, one letter more than "link" but never a slip for it.</summary>
    Unlink,

    /// <summary>Hints at an intent in a sentence, and is no command.</summary>
    Cue,

    /// <summary>"order": fills a command, or is one (status) where nothing else is said.</summary>
    Order,

    /// <summary>Fills a command without changing it.</summary>
    Noise,

    /// <summary>Joins the two ends of a range.</summary>
    RangeWord,

    /// <summary>Makes the number before it an amount, not an order.</summary>
    Unit,

    /// <summary>"no": a number sign before a number, otherwise a negator.</summary>
    No,

    /// <summary>Turns the verb after it off.</summary>
    Negator,

    /// <summary>Turns the verb off wherever it stands, as in languages where the verb comes first.</summary>
    NegatesAll,

    /// <summary>Makes the sentence a question about the past: "did you refill", "why was it".</summary>
    Asking,
}

internal readonly record struct Lexeme(Role Role, Intent Intent = Intent.Other, Languages Languages = Languages.Any);
