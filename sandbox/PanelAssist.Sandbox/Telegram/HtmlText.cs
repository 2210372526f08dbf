using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>parse_mode HTML: the few tags Telegram knows, everything else refused.</summary>
internal static partial class HtmlText
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["b"] = "bold",
        ["strong"] = "bold",
        ["i"] = "italic",
        ["em"] = "italic",
        ["u"] = "underline",
        ["ins"] = "underline",
        ["s"] = "strikethrough",
        ["strike"] = "strikethrough",
        ["del"] = "strikethrough",
        ["span"] = "spoiler",
        ["tg-spoiler"] = "spoiler",
        ["a"] = "text_link",
        ["code"] = "code",
        ["pre"] = "pre",
        ["blockquote"] = "blockquote",
        ["tg-emoji"] = "custom_emoji",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static ParsedText Parse(string text)
    {
        var plain = new StringBuilder(text.Length);
        var entities = new List<TextEntity>();
        var open = new Stack<(string Tag, int Offset, string? Detail)>();
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            if (c == '&')
            {
                i += Decode(text.AsSpan(i), plain);
            }
            else if (c != '<')
            {
                plain.Append(c);
                i++;
            }
            else
            {
                var end = text.IndexOf('>', i);
                if (end < 0)
                {
                    return FormattedText.Refuse($"Unclosed start tag at byte offset {FormattedText.ByteOffset(text, i)}");
                }

                var error = text.AsSpan(i).StartsWith("</", StringComparison.Ordinal)
                    ? Close(text, i, text[(i + 2)..end].Trim(), open, plain, entities)
                    : Open(text, i, text[(i + 1)..end], open, plain.Length);
                if (error is not null)
                {
                    return FormattedText.Refuse(error);
                }

                i = end + 1;
            }
        }

        return open.TryPeek(out var left)
            ? FormattedText.Refuse($"Can't find end tag corresponding to start tag \"{left.Tag}\"")
            : new(plain.ToString(), entities.OrderBy(e => e.Offset).ThenByDescending(e => e.Length).ToList(), null);
    }

    private static string? Open(string text, int at, string inside, Stack<(string Tag, int Offset, string? Detail)> open, int offset)
    {
        var space = inside.AsSpan().IndexOfAny(' ', '\n', '\t');
        var tag = (space < 0 ? inside : inside[..space]).ToLowerInvariant();
        var attributes = space < 0 ? "" : inside[space..];
        if (!Types.ContainsKey(tag) || (tag == "span" && !attributes.Contains("tg-spoiler", StringComparison.Ordinal)))
        {
            return tag == "span"
                ? $"Tag \"span\" must have class \"tg-spoiler\" at byte offset {FormattedText.ByteOffset(text, at)}"
                : $"Unsupported start tag \"{tag}\" at byte offset {FormattedText.ByteOffset(text, at)}";
        }

        var value = Attribute().Match(attributes);
        open.Push((tag, offset, value.Success && (tag is "a" or "tg-emoji") ? value.Groups["value"].Value : null));
        return null;
    }

    private static string? Close(string text, int at, string tag, Stack<(string Tag, int Offset, string? Detail)> open, StringBuilder plain, List<TextEntity> entities)
    {
        if (!open.TryPop(out var start))
        {
            return $"Unexpected end tag at byte offset {FormattedText.ByteOffset(text, at)}";
        }

        if (!tag.Equals(start.Tag, StringComparison.OrdinalIgnoreCase))
        {
            return $"Unmatched end tag at byte offset {FormattedText.ByteOffset(text, at)}, expected \"</{start.Tag}>\", found \"</{tag}>\"";
        }

        if (plain.Length > start.Offset)
        {
            entities.Add(new TextEntity(Types[start.Tag], start.Offset, plain.Length - start.Offset, start.Detail));
        }

        return null;
    }

    /// <summary>Appends the character and returns how much was read; what is no reference stays as it is.</summary>
    private static int Decode(ReadOnlySpan<char> text, StringBuilder plain)
    {
        var end = text[..Math.Min(text.Length, 12)].IndexOf(';');
        if (end > 1)
        {
            var name = text[1..end];
            if (name is ['#', .. var number])
            {
                var isHex = number is ['x' or 'X', ..];
                if (int.TryParse(isHex ? number[1..] : number, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                    && Rune.IsValid(code))
                {
                    plain.Append(new Rune(code));
                    return end + 1;
                }
            }

            char? known = name switch { "lt" => '<', "gt" => '>', "amp" => '&', "quot" => '"', _ => null };
            if (known is { } c)
            {
                plain.Append(c);
                return end + 1;
            }
        }

        plain.Append('&');
        return 1;
    }

    [GeneratedRegex("""(?:href|emoji-id)\s*=\s*["']?(?<value>[^"'\s>]*)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Attribute();
}
