namespace PanelAssist.Server.Conversations;

/// <summary>The beginning of a message, as lists show it.</summary>
internal static class Preview
{
    public const int MaxLength = 140;

    public static string Of(string text)
    {
        var length = Math.Min(text.Length, MaxLength);

        // Half of a pair is no character, and databases refuse it.
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        return string.Create(length, text, static (line, whole) =>
        {
            for (var index = 0; index < line.Length; index++)
            {
                line[index] = char.IsControl(whole[index]) ? ' ' : whole[index];
            }
        });
    }
}
