namespace PanelAssist.Engine.Intents;

/// <summary>Reads a customer's text: the command grammar first.</summary>
public static class MessageReader
{
    /// <summary>Never throws, whatever the text; an empty or unreadable one is <see cref="Intent.Other"/> with confidence 0.</summary>
    public static Understood Read(string text, ReadingContext context) => throw new NotSupportedException();
}
