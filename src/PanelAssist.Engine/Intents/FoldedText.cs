using System.Globalization;
using System.Text;

namespace PanelAssist.Engine.Intents;

/// <summary>
/// A text made comparable: lower case without accents, every script's digits as 0-9, every dash as '-', every currency sign as '$',
/// and nothing but letters, digits, ASCII punctuation, spaces and line ends.
/// </summary>
internal readonly ref struct FoldedText(ReadOnlySpan<char> text, ScriptCount scripts)
{
    public ReadOnlySpan<char> Text { get; } = text;

    public ScriptCount Scripts { get; } = scripts;

    /// <param name="scratch">Used for short texts, so that the common command allocates nothing here.</param>
    public static FoldedText Of(string text, Span<char> scratch)
    {
        var target = text.Length <= scratch.Length ? scratch : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (c >= 128)
            {
                return OfUnicode(text);
            }

            if (c != '\'')
            {
                target[length++] = FoldAscii(c);
            }
        }

        return new FoldedText(target[..length], default);
    }

    public static bool IsWordChar(char c) =>
        c < 128
            ? char.IsAsciiLetter(c) || c == '_'
            : char.IsLetter(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c)
                is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static char FoldAscii(char c) => c switch
    {
        >= 'A' and <= 'Z' => (char)(c | 0x20),
        '\r' or '\n' => '\n',
        < ' ' or '\x7f' => ' ',
        _ => c,
    };

    private static FoldedText OfUnicode(string text)
    {
        var scripts = default(ScriptCount);
        var cleaned = Clean(text, ref scripts).Normalize(NormalizationForm.FormKD);
        var target = new char[cleaned.Length];
        var length = 0;
        foreach (var c in cleaned)
        {
            if (!IsAccent(c))
            {
                target[length++] = FoldLetter(c);
            }
        }

        return new FoldedText(target.AsSpan(0, length), scripts);
    }

    /// <summary>Normalization throws on a lone surrogate and turns "②" and "²" into digits, so those go first.</summary>
    private static string Clean(string text, ref ScriptCount scripts)
    {
        var cleaned = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                var c = (char)rune.Value;
                scripts.Count(c);
                if (c != '\'')
                {
                    cleaned.Append(FoldAscii(c));
                }

                continue;
            }

            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber:
                    cleaned.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    break;
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
                    scripts.Count(rune.Value);
                    cleaned.Append(rune.ToString());
                    break;
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark when rune.Value is not 0xFE0F:
                    cleaned.Append(rune.ToString());
                    break;
                case UnicodeCategory.DashPunctuation:
                    cleaned.Append('-');
                    break;
                case UnicodeCategory.CurrencySymbol:
                    cleaned.Append('$');
                    break;
                case UnicodeCategory.Format when rune.Value is not 0x200B:
                // What makes "1" a keycap, and the typographic apostrophe of "don't".
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                case UnicodeCategory.FinalQuotePunctuation when rune.Value is 0x2019:
                    break;
                default:
                    cleaned.Append(rune.Value switch { 0x2212 => "-", 0x2116 => " no ", 0x2028 or 0x2029 or 0x85 => "\n", 0xFF05 or 0x66A => "%", 0xFF03 => "#", 0xFF20 => "@", 0xFF0F => "/", _ => " " });
                    break;
            }
        }

        return cleaned.ToString();
    }

    /// <summary>Latin and Cyrillic accents and Arabic vowel marks; the vowel signs of Indic scripts are letters and stay.</summary>
    private static bool IsAccent(char c) =>
        c is (>= '\u0300' and <= '\u036F') or (>= '\u064B' and <= '\u065F') or '\u0670' or '\u0640';

    private static char FoldLetter(char c) => c switch
    {
        < '\x80' => FoldAscii(c),
        'ı' => 'i',
        'ى' or 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        _ => char.ToLowerInvariant(c),
    };
}
