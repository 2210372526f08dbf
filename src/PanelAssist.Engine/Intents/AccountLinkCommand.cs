namespace PanelAssist.Engine.Intents;

/// <summary>What follows <c>link</c>, <c>unlink</c>, <c>username</c>, <c>my username</c>; everything as typed.</summary>
internal static class AccountLinkCommand
{
    /// <summary>Longer than any login or key of a panel script.</summary>
    private const int LongestName = 100;

    private const int CodeDigits = 6;

    private static readonly string[] Filler = ["my", "the", "to", "is", "it", "username", "user", "name", "account", "panel", "please", "pls", "help", "with", "as", "me"];

    /// <summary>Null where it is a sentence that merely begins with such a word.</summary>
    public static AccountLinkRequest? Read(ReadOnlySpan<char> rest)
    {
        var (first, after) = SplitFirst(rest);
        if (first.Equals("key", StringComparison.OrdinalIgnoreCase) || (first.Equals("api", StringComparison.OrdinalIgnoreCase) && IsKeyWord(after, out after)))
        {
            return IsOneWord(after) ? new AccountLinkRequest.ByKey(after.ToString()) : new AccountLinkRequest.Explain();
        }

        var name = WithoutFiller(rest);
        if (name.IsEmpty)
        {
            return new AccountLinkRequest.Explain();
        }

        return IsOneWord(name) ? Named(name) : null;
    }

    public static AccountLinkRequest? ReadUnlink(ReadOnlySpan<char> rest) =>
        WithoutFiller(rest).IsEmpty ? new AccountLinkRequest.Unlink() : null;

    /// <summary><c>my username bob</c>, <c>my user name is bob</c>; <paramref name="rest"/> is what follows "my".</summary>
    public static AccountLinkRequest? ReadMyUsername(ReadOnlySpan<char> rest)
    {
        var (first, _) = SplitFirst(rest);
        return first.TrimEnd(":=").Equals("username", StringComparison.OrdinalIgnoreCase) || first.Equals("user", StringComparison.OrdinalIgnoreCase)
            ? Read(rest)
            : null;
    }

    /// <summary>The six digits, typed alone and perhaps in groups; otherwise null.</summary>
    public static string? ReadCode(ReadOnlySpan<char> folded)
    {
        folded = folded.Trim(" \n.");
        folded = folded.StartsWith("code ") || folded.StartsWith("code:") ? folded[5..] : folded;
        Span<char> code = stackalloc char[CodeDigits];
        var length = 0;
        foreach (var c in folded)
        {
            if (char.IsAsciiDigit(c))
            {
                if (length == CodeDigits)
                {
                    return null;
                }

                code[length++] = c;
            }
            else if (c is not (' ' or '-') || length == 0)
            {
                return null;
            }
        }

        return length == CodeDigits ? code.ToString() : null;
    }

    private static AccountLinkRequest Named(ReadOnlySpan<char> name)
    {
        name = name.Trim("@\"'`<>“”");
        return name.IsEmpty ? new AccountLinkRequest.Explain() : new AccountLinkRequest.ByUsername(name.ToString());
    }

    private static bool IsKeyWord(ReadOnlySpan<char> text, out ReadOnlySpan<char> after)
    {
        var (first, rest) = SplitFirst(text);
        after = rest;
        return first.Equals("key", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOneWord(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > LongestName)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<char> WithoutFiller(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            var (first, after) = SplitFirst(rest);
            if (!IsFiller(first.TrimEnd(":=,.!?")))
            {
                return rest;
            }

            rest = after;
        }

        return rest;
    }

    private static bool IsFiller(ReadOnlySpan<char> word)
    {
        foreach (var filler in Filler)
        {
            if (word.Equals(filler, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return word.IsEmpty;
    }

    private static Split SplitFirst(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not (':' or '='))
        {
            end++;
        }

        return new Split { First = text[..end], Rest = end == text.Length ? [] : text[(end + 1)..].TrimStart(" \t\r\n:=") };
    }

    private ref struct Split
    {
        public ReadOnlySpan<char> First;
        public ReadOnlySpan<char> Rest;

        public readonly void Deconstruct(out ReadOnlySpan<char> first, out ReadOnlySpan<char> rest)
        {
            first = First;
            rest = Rest;
        }
    }
}
