namespace PanelAssist.Engine.Orders;

/// <summary>A panel's word for a state, reduced to its lower-case letters.</summary>
internal static class PanelWord
{
    public const int Longest = 24;

    /// <summary>Empty where the text is no single state: too long, or with characters that no spelling has.</summary>
    public static ReadOnlySpan<char> Read(string? text, Span<char> letters)
    {
        var word = text.AsSpan();
        word = word[(word.LastIndexOf('.') + 1)..];
        var length = 0;
        foreach (var c in word)
        {
            if (c is ' ' or '_' or '-' or '\u00A0')
            {
                continue;
            }

            if (!char.IsAsciiLetter(c) || length == letters.Length)
            {
                return [];
            }

            letters[length++] = char.ToLowerInvariant(c);
        }

        return letters[..length];
    }
}
