using System.Text;

namespace PanelAssist.Engine.Replies;

/// <summary>Packs blocks of text into as few messages as the limit allows, breaking between blocks, else lines, else words.</summary>
internal static class ReplySplitter
{
    public static IReadOnlyList<string> Split(IReadOnlyList<string> blocks, string separator, int maxLength = Reply.MaxLength)
    {
        var messages = new List<string>();
        var current = new StringBuilder();
        foreach (var block in blocks)
        {
            var rest = block.AsSpan().Trim();
            if (current.Length > 0 && current.Length + separator.Length + rest.Length > maxLength)
            {
                messages.Add(current.ToString());
                current.Clear();
            }

            while (rest.Length > maxLength)
            {
                var end = BreakBefore(rest, maxLength);
                messages.Add(rest[..end].TrimEnd().ToString());
                rest = rest[end..].TrimStart();
            }

            current.Append(current.Length > 0 ? separator : "").Append(rest);
        }

        if (current.Length > 0)
        {
            messages.Add(current.ToString());
        }

        return messages;
    }

    private static int BreakBefore(ReadOnlySpan<char> text, int maxLength)
    {
        var head = text[..maxLength];
        var end = head.LastIndexOf('\n');
        end = end > 0 ? end : head.LastIndexOf(' ');
        if (end > 0)
        {
            return end;
        }

        return char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
    }
}
