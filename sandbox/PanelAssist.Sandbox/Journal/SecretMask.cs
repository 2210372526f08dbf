namespace PanelAssist.Sandbox.Journal;

/// <summary>Hides keys and tokens where the journal shows what was asked.</summary>
internal static class SecretMask
{
    private static readonly string[] SecretFields = ["key", "api_key", "apikey", "token", "secret_token", "password"];

    public static string Path(string path)
    {
        const string Bot = "/bot";
        var start = path.StartsWith("/panel/", StringComparison.OrdinalIgnoreCase) ? -1 : path.IndexOf(Bot, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return path;
        }

        var colon = path.IndexOf(':', start);
        var slash = path.IndexOf('/', start + 1);
        return colon > 0 && slash > colon ? string.Concat(path.AsSpan(0, colon), ":***", path.AsSpan(slash)) : path;
    }

    public static string Field(string name, string value) =>
        SecretFields.Contains(name, StringComparer.OrdinalIgnoreCase) ? "***" : value;
}
