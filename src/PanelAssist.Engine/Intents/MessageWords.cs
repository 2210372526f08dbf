namespace PanelAssist.Engine.Intents;

/// <summary>What the words of one message say, gathered word by word.</summary>
internal struct MessageWords
{
    /// <summary>A longer message is a text, not a command with a slip in it.</summary>
    private const int MisspeltWithinWords = 40;

    /// <summary>In a sentence a slip for a shorter verb is too often another ordinary word.</summary>
    private const int MisspeltInSentence = 6;

    /// <summary>"Do not", "I don't want to": how many words later the verb may come.</summary>
    private const int NegationReach = 4;

    private int _negatedUntil;
    private LanguageVotes _languages;

    public readonly LanguageVotes Languages => _languages;

    public int Count { get; private set; }

    public IntentSet Verbs { get; private set; }

    /// <summary>Verbs with one wrong letter.</summary>
    public IntentSet MisspeltVerbs { get; private set; }

    public IntentSet LongMisspeltVerbs { get; private set; }

    public IntentSet Cues { get; private set; }

    /// <summary>Words that no command has.</summary>
    public int Foreign { get; private set; }

    public bool SaysOrder { get; private set; }

    /// <summary>A "#" stands before a number.</summary>
    public bool MarksNumber { get; set; }

    /// <summary>A verb was named with a "not" before it.</summary>
    public bool Negated { get; private set; }

    /// <summary>A "not" that reaches every verb of the message.</summary>
    public bool NegatesAll { get; private set; }

    public bool Asking { get; private set; }

    /// <summary>Something that is no word: an address, an amount.</summary>
    public void AddForeign()
    {
        Count++;
        Foreign++;
    }

    public void Add(ReadOnlySpan<char> word, Lexeme lexeme, bool numberFollows)
    {
        Count++;
        _languages.Add(lexeme.Languages);
        if (lexeme.Role is Role.Unknown && Count <= MisspeltWithinWords)
        {
            AddMisspelt(word);
        }
        else if (!FitsCommand(lexeme, numberFollows))
        {
            Foreign++;
        }
    }

    /// <summary>False where the word makes the message a sentence.</summary>
    private bool FitsCommand(Lexeme lexeme, bool numberFollows)
    {
        switch (lexeme.Role)
        {
            case Role.Noise:
                return true;
            case Role.Order:
                return SaysOrder = true;
            case Role.Verb when Count <= _negatedUntil && lexeme.Intent is not Intent.Status:
                Negated = true;
                return false;
            case Role.Verb:
                Verbs = Verbs.With(lexeme.Intent);
                return true;
            case Role.Cue or Role.Head:
                Cues = Cues.With(lexeme.Intent);
                return false;
            case Role.No when numberFollows:
                return true;
            case Role.No or Role.Negator:
                _negatedUntil = Count + NegationReach;
                return false;
            case Role.NegatesAll:
                NegatesAll = true;
                return false;
            case Role.Asking:
                Asking = true;
                return false;
            default:
                return false;
        }
    }

    private void AddMisspelt(ReadOnlySpan<char> word)
    {
        var lexeme = Lexicon.FindMisspelt(word, out var verbLength);
        if (lexeme.Role is Role.Order)
        {
            SaysOrder = true;
        }
        else if (lexeme.Role is not Role.Verb)
        {
            Foreign++;
        }
        else if (Count <= _negatedUntil)
        {
            Negated = true;
            Foreign++;
        }
        else
        {
            MisspeltVerbs = MisspeltVerbs.With(lexeme.Intent);
            if (verbLength >= MisspeltInSentence)
            {
                LongMisspeltVerbs = LongMisspeltVerbs.With(lexeme.Intent);
            }
        }
    }
}
