using System.Globalization;
using System.Text;

namespace PanelAssist.Server.Panels;

/// <summary>A panel's words, made fit to be stored and shown: short, one line, nothing invisible, no key in them.</summary>
internal static class PanelText
{
    public const int MaxLength = 200;

    public static string Clean(string text, string? secret = null, int maxLength = MaxLength)
    {
        // First the key, then the cut: half a key is still a leak.
        if (secret is { Length: >= 4 })
        {
            text = text.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
        }

        var cleaned = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (cleaned.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                if (cleaned.Length > 0 && cleaned[^1] != ' ')
                {
                    cleaned.Append(' ');
                }
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse))
            {
                cleaned.Append(rune.ToString());
            }
        }

        return cleaned.ToString().TrimEnd();
    }
}
