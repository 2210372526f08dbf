namespace PanelAssist.Server.Site;

/// <summary>What a page looks like before its first byte: theme and language, from cookies, so that nothing flashes.</summary>
internal static class PageLook
{
    public const string ThemeCookie = "theme";

    /// <returns><c>light</c>, <c>dark</c>, or <c>system</c>.</returns>
    public static string ThemeOf(HttpContext? context) => context?.Request.Cookies[ThemeCookie] is "light" or "dark" ? context.Request.Cookies[ThemeCookie]! : "system";

    public static string Direction => Words.IsRightToLeft ? "rtl" : "ltr";
}
