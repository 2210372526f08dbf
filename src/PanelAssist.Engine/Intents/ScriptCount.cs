namespace PanelAssist.Engine.Intents;

/// <summary>How many letters of a text are of which script; only scripts that tell the language are counted apart.</summary>
internal struct ScriptCount
{
    private int _letters;
    private int _cyrillic;
    private int _arabic;
    private int _devanagari;
    private bool _ukrainian;
    private bool _persian;

    /// <summary>The language, where most letters are of one of these scripts; otherwise null.</summary>
    public readonly string? Language =>
        _cyrillic * 2 > _letters ? _ukrainian ? "uk" : "ru"
        : _arabic * 2 > _letters ? _persian ? "fa" : "ar"
        : _devanagari * 2 > _letters ? "hi"
        : null;

    public void Count(int letter)
    {
        switch (letter)
        {
            case (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                _letters++;
                break;
            case < 0x80:
                break;
            case >= 0x400 and <= 0x52F:
                _letters++;
                _cyrillic++;
                _ukrainian |= letter is 'і' or 'ї' or 'є' or 'ґ';
                break;
            case (>= 0x600 and <= 0x6FF) or (>= 0x750 and <= 0x77F) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC):
                _letters++;
                _arabic++;
                _persian |= letter is 'پ' or 'چ' or 'ژ' or 'گ' or 'ک' or 'ی';
                break;
            case >= 0x900 and <= 0x97F:
                _letters++;
                _devanagari++;
                break;
            default:
                _letters++;
                break;
        }
    }
}
