namespace PanelAssist.Sandbox.Http;

/// <summary>Names of counterparts: <c>panel:demo</c>, <c>telegram:123456</c>; a bare <c>panel</c> or <c>*</c> covers all of a kind.</summary>
internal static class CounterpartName
{
    public static string OfPanel(string name) => "panel:" + name;

    // The part before the colon is the bot's public id; the rest of the token is the secret.
    public static string OfBot(string token) => "telegram:" + BotId(token);

    public static bool Covers(string target, string name)
    {
        if (target is "*" || target.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        const string Telegram = "telegram:";
        if (target.StartsWith(Telegram, StringComparison.OrdinalIgnoreCase))
        {
            return name.Equals(OfBot(target[Telegram.Length..]), StringComparison.OrdinalIgnoreCase);
        }

        return !target.Contains(':', StringComparison.Ordinal)
            && name.Length > target.Length && name[target.Length] == ':'
            && name.StartsWith(target, StringComparison.OrdinalIgnoreCase);
    }

    private static string BotId(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? token : token[..colon];
    }
}
