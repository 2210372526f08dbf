using System.Text.RegularExpressions;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>The entities Telegram finds by itself in what people write. Bot frameworks route commands by them.</summary>
internal static partial class Autolink
{
    public static List<TextEntity> Find(string text)
    {
        var found = new List<TextEntity>();
        foreach (Match match in Known().Matches(text))
        {
            var type = match.Groups["command"].Success ? "bot_command"
                : match.Groups["url"].Success ? "url"
                : match.Groups["email"].Success ? "email"
                : "mention";
            found.Add(new TextEntity(type, match.Index, match.Length));
        }

        return found;
    }

    [GeneratedRegex(
        @"(?<command>(?<![\w/])/[A-Za-z0-9_]{1,64}(@\w{3,32})?)|(?<url>https?://[^\s]+)|(?<email>[\w.+-]+@[\w-]+(\.[\w-]+)+)|(?<mention>(?<!\w)@[A-Za-z0-9_]{4,32})",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex Known();
}
