using System.Text;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>parse_mode MarkdownV2: every reserved character outside its role must be escaped.</summary>
internal static class MarkdownV2Text
{
    private const string Reserved = "_*[]()~`>#+-=|{}.!";

    public static ParsedText Parse(string text)
    {
        var reader = new Reader(text);
        return reader.Read();
    }

    private sealed class Reader(string text)
    {
        private readonly StringBuilder _plain = new(text.Length);
        private readonly List<TextEntity> _entities = [];
        private readonly Stack<(string Mark, string Type, int Offset, int At)> _open = new();
        private int _i;

        public ParsedText Read()
        {
            while (_i < text.Length)
            {
                if (Step() is { } error)
                {
                    return FormattedText.Refuse(error);
                }
            }

            return _open.TryPeek(out var left)
                ? FormattedText.Refuse($"Can't find end of {Title(left.Type)} entity at byte offset {FormattedText.ByteOffset(text, left.At)}")
                : new(_plain.ToString(), _entities.OrderBy(e => e.Offset).ThenByDescending(e => e.Length).ToList(), null);
        }

        private string? Step()
        {
            var c = text[_i];
            if (c == '\\' && _i + 1 < text.Length && text[_i + 1] is > '\0' and < '\x7f')
            {
                _plain.Append(text[_i + 1]);
                _i += 2;
                return null;
            }

            if (c == '`')
            {
                return At("```") ? Code("```", "pre") : Code("`", "code");
            }

            if (c == '[' || At("!["))
            {
                _open.Push(("]", c == '[' ? "text_link" : "custom_emoji", _plain.Length, _i));
                _i += c == '[' ? 1 : 2;
                return null;
            }

            if (c == ']' && _open.TryPeek(out var link) && link.Mark == "]")
            {
                return CloseLink(_open.Pop());
            }

            if (Mark() is var (mark, type))
            {
                Toggle(mark, type);
                return null;
            }

            // A quote is marked at the start of a line only; elsewhere the sign is reserved.
            if (c == '>' && (_i == 0 || text[_i - 1] == '\n'))
            {
                _i++;
                return null;
            }

            if (Reserved.Contains(c, StringComparison.Ordinal))
            {
                return $"Character '{c}' is reserved and must be escaped with the preceding '\\'";
            }

            _plain.Append(c);
            _i++;
            return null;
        }

        private (string Mark, string Type)? Mark() => text[_i] switch
        {
            '*' => ("*", "bold"),
            '_' when At("__") => ("__", "underline"),
            '_' => ("_", "italic"),
            '~' => ("~", "strikethrough"),
            '|' when At("||") => ("||", "spoiler"),
            _ => null,
        };

        private void Toggle(string mark, string type)
        {
            if (_open.TryPeek(out var top) && top.Mark == mark)
            {
                _open.Pop();
                Add(type, top.Offset, null);
            }
            else
            {
                _open.Push((mark, type, _plain.Length, _i));
            }

            _i += mark.Length;
        }

        private string? Code(string fence, string type)
        {
            var start = _i;
            var offset = _plain.Length;
            for (_i += fence.Length; _i < text.Length; _i++)
            {
                if (At(fence))
                {
                    _i += fence.Length;
                    Add(type, offset, null);
                    return null;
                }

                if (text[_i] == '\\' && _i + 1 < text.Length)
                {
                    _i++;
                }

                _plain.Append(text[_i]);
            }

            return $"Can't find end of {Title(type)} entity at byte offset {FormattedText.ByteOffset(text, start)}";
        }

        private string? CloseLink((string Mark, string Type, int Offset, int At) start)
        {
            _i++;
            if (_i >= text.Length || text[_i] != '(')
            {
                // Without an address the brackets only group their text.
                return null;
            }

            var end = text.IndexOf(')', _i);
            if (end < 0)
            {
                return $"Can't find end of a URL at byte offset {FormattedText.ByteOffset(text, _i)}";
            }

            Add(start.Type, start.Offset, text[(_i + 1)..end]);
            _i = end + 1;
            return null;
        }

        private void Add(string type, int offset, string? detail)
        {
            if (_plain.Length > offset)
            {
                _entities.Add(new TextEntity(type, offset, _plain.Length - offset, detail));
            }
        }

        private bool At(string mark) => text.AsSpan(_i).StartsWith(mark, StringComparison.Ordinal);

        private static string Title(string type) => type switch
        {
            "bold" => "Bold",
            "italic" => "Italic",
            "underline" => "Underline",
            "strikethrough" => "Strikethrough",
            "spoiler" => "Spoiler",
            "code" => "Code",
            "pre" => "Pre",
            _ => "TextUrl",
        };
    }
}
