namespace PanelAssist.Server.Accounts;

/// <summary>
/// The cookies of signing in. Their <c>__Host-</c> prefix binds them to this host and to https; browsers count a local
/// address as safe, so a laptop needs no certificate.
/// </summary>
internal static class SessionCookie
{
    private const string Name = "__Host-panelassist";
    private const string Device = "__Host-panelassist-device";
    private const string Step = "__Host-panelassist-step";

    public static string? Find(HttpRequest request) => request.Cookies[Name] is { Length: > 0 and < 200 } text ? text : null;

    public static void Set(HttpResponse response, string text, TimeSpan life) => response.Cookies.Append(Name, text, Options(life));

    public static void Clear(HttpResponse response) => response.Cookies.Delete(Name, Options(life: null));

    /// <summary>Marks a browser that an account has signed in with: its wrong passwords are counted apart from strangers'.</summary>
    public static string? FindDevice(HttpRequest request) => request.Cookies[Device] is { Length: > 0 and < 500 } text ? text : null;

    public static void SetDevice(HttpResponse response, string text) => response.Cookies.Append(Device, text, Options(TimeSpan.FromDays(365)));

    /// <summary>Between a right password and the second factor, and between the two halves of a passkey's ceremony.</summary>
    public static string? FindStep(HttpRequest request) => request.Cookies[Step] is { Length: > 0 and < 4000 } text ? text : null;

    public static void SetStep(HttpResponse response, string text) => response.Cookies.Append(Step, text, Options(TimeSpan.FromMinutes(10)));

    public static void ClearStep(HttpResponse response) => response.Cookies.Delete(Step, Options(life: null));

    private static CookieOptions Options(TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = true,
        Path = "/",
        IsEssential = true,

        // Lax: a link in a mail still arrives signed in; forms carry a token of their own.
        SameSite = SameSiteMode.Lax,
        MaxAge = life,
    };
}
