using System.Globalization;
using System.Text;

namespace PanelAssist.Engine.Replies;

/// <summary>Makes text from a panel or a customer fit to stand inside a reply: one line, short, and unable to reorder what is around it.</summary>
internal static class UntrustedText
{
    public const int MaxLength = 200;

    // The isolates keep a right-to-left name from dragging the digits after it along.
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';

    public static string OneLine(string? text, int maxLength = MaxLength)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        return IsPlain(text) && text.Length <= maxLength ? text : Clean(text, maxLength);
    }

    /// <summary>Printable ASCII with single spaces inside: nothing to do.</summary>
    private static bool IsPlain(string text)
    {
        var before = ' ';
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' || (c is ' ' && before is ' '))
            {
                return false;
            }

            before = c;
        }

        return before is not ' ';
    }

    private static string Clean(string text, int maxLength)
    {
        var line = new StringBuilder(Math.Min(text.Length, maxLength) + 3);
        var gap = false;
        var rightToLeft = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune) || category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                gap = true;
                continue;
            }

            // Bidi marks, overrides and isolates, zero-width characters; joiners stay, Persian and emoji need them.
            // A lone surrogate arrives as the replacement character.
            if ((category is UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D)) || rune == Rune.ReplacementChar)
            {
                continue;
            }

            if (line.Length + rune.Utf16SequenceLength + 2 > maxLength)
            {
                line.Append('…');
                break;
            }

            if (gap && line.Length > 0)
            {
                line.Append(' ');
            }

            gap = false;
            rightToLeft |= IsRightToLeft(rune.Value);
            line.Append(rune.ToString());
        }

        return rightToLeft ? line.Insert(0, FirstStrongIsolate).Append(PopIsolate).ToString() : line.ToString();
    }

    private static bool IsRightToLeft(int value) =>
        value is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
