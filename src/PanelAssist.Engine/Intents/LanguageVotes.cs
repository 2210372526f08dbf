using System.Numerics;

namespace PanelAssist.Engine.Intents;

/// <summary>Counts the words of a message that belong to one language only or to few, a byte per language.</summary>
internal struct LanguageVotes
{
    private static readonly string[] Codes = ["en", "tr", "ru", "ar", "hi", "pt", "es", "id"];

    private ulong _votes;

    public void Add(Languages languages)
    {
        for (var rest = (uint)languages; rest != 0; rest &= rest - 1)
        {
            var shift = BitOperations.TrailingZeroCount(rest) * 8;
            if (((_votes >> shift) & 0xFF) < 0xFF)
            {
                _votes += 1UL << shift;
            }
        }
    }

    /// <summary>The script decides where it can; then the words; a draw or silence leaves the conversation's language.</summary>
    public readonly string Winner(ScriptCount scripts, string? conversation)
    {
        if (scripts.Language is { } byScript)
        {
            return byScript;
        }

        conversation = string.IsNullOrEmpty(conversation) ? "en" : conversation;
        var best = 0;
        var winner = conversation;
        for (var i = 0; i < Codes.Length; i++)
        {
            var votes = (int)((_votes >> (i * 8)) & 0xFF);
            if (votes > best || (votes == best && votes > 0 && Codes[i] == conversation))
            {
                best = votes;
                winner = Codes[i];
            }
        }

        return winner;
    }
}
