namespace PanelAssist.Server.Accounts;

/// <summary>Where a request to sign in comes from.</summary>
internal sealed record Visitor(string? Address, string? Browser, string? Device)
{
    public static Visitor Of(HttpContext context) => new(
        context.Connection.RemoteIpAddress?.ToString(),
        context.Request.Headers.UserAgent.ToString() is { Length: > 0 } browser ? browser : null,
        SessionCookie.FindDevice(context.Request));
}
