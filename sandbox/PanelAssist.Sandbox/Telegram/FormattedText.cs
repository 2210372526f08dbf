using System.Text;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>A text after its markup was read, or the reason why it could not be.</summary>
internal readonly record struct ParsedText(string Text, IReadOnlyList<TextEntity> Entities, string? Error);

/// <summary>Reads <c>parse_mode</c>. Offsets in errors count UTF-8 bytes, offsets in entities UTF-16 units.</summary>
internal static class FormattedText
{
    public static ParsedText Parse(string text, string? mode)
    {
        if (string.IsNullOrEmpty(mode))
        {
            return new(text, [], null);
        }

        return mode.ToLowerInvariant() switch
        {
            "html" => HtmlText.Parse(text),
            "markdownv2" => MarkdownV2Text.Parse(text),
            "markdown" => LegacyMarkdown(text),
            _ => new(text, [], "unsupported parse_mode"),
        };
    }

    public static ParsedText Refuse(string reason) => new("", [], "can't parse entities: " + reason);

    public static int ByteOffset(string text, int index) => Encoding.UTF8.GetByteCount(text.AsSpan(0, index));

    // The old dialect is only checked for pairs: nothing the sandbox plays for needs its entities.
    private static ParsedText LegacyMarkdown(string text)
    {
        var plain = new StringBuilder(text.Length);
        var open = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length && "_*`[".Contains(text[i + 1], StringComparison.Ordinal))
            {
                plain.Append(text[++i]);
            }
            else if (c is '*' or '_' or '`' && (open < 0 || text[open] == c))
            {
                open = open < 0 ? i : -1;
            }
            else
            {
                plain.Append(c);
            }
        }

        return open < 0
            ? new(plain.ToString(), [], null)
            : Refuse($"Can't find end of the entity starting at byte offset {ByteOffset(text, open)}");
    }
}
