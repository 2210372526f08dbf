namespace PanelAssist.Server.Accounts;

/// <summary>What a successful sign-in leaves in the browser, and where it goes on.</summary>
internal static class Entrance
{
    public static void Open(HttpResponse response, SignInResult.SignedIn entered)
    {
        SessionCookie.Set(response, entered.Cookie, TimeSpan.FromDays(30));
        SessionCookie.SetDevice(response, entered.Device);
        SessionCookie.ClearStep(response);
    }

    /// <summary>A path of our own, or the dashboard: never another site, however it is spelled.</summary>
    public static string SafeReturn(string? path) =>
        path is ['/', not ('/' or '\\'), ..] && path.Length < 2000 && !path.Any(char.IsControl) && !path.Contains('\\', StringComparison.Ordinal) ? path : "/app";
}
