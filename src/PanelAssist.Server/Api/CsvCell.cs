using System.Buffers;
using System.Globalization;
using System.Text;

namespace PanelAssist.Server.Api;

/// <summary>
/// One cell as RFC 4180 has it, and never a formula: what a spreadsheet might calculate gets an apostrophe in front, and is shown
/// as it is. Whoever reads the file by program takes the apostrophe away where <see cref="MightBeFormula"/> holds for the rest;
/// no other cell begins so.
/// </summary>
internal static class CsvCell
{
    private const char Apostrophe = '\'';

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    public static void Append(StringBuilder line, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var isFormula = MightBeFormula(text);
        var isQuoted = isFormula || text.AsSpan().ContainsAny(NeedsQuotes) || text[0] == ' ' || text[^1] == ' ';
        if (!isQuoted)
        {
            line.Append(text);
            return;
        }

        line.Append('"');
        if (isFormula)
        {
            line.Append(Apostrophe);
        }

        line.Append(text).Replace("\"", "\"\"", line.Length - text.Length, text.Length).Append('"');
    }

    /// <summary>
    /// Whether the first sign is one that begins a formula, also behind quotes, apostrophes, blanks and signs that do not show:
    /// programs differ in what of that they drop. The wide forms count for programs set to Japanese or Chinese.
    /// </summary>
    public static bool MightBeFormula(ReadOnlySpan<char> text)
    {
        foreach (var sign in text)
        {
            if (sign is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠')
            {
                return true;
            }

            if (sign is not ('"' or Apostrophe) && !char.IsWhiteSpace(sign) && !char.IsControl(sign) && char.GetUnicodeCategory(sign) is not UnicodeCategory.Format)
            {
                return false;
            }
        }

        return false;
    }
}
