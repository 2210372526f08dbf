using System.Diagnostics.CodeAnalysis;

namespace PanelAssist.Server.Panels;

/// <summary>Makes a panel's base address of what an owner pastes: the site, its API page, or an API URL.</summary>
internal static class PanelAddress
{
    private const int MaxLength = 200;

    private static readonly string[] ApiPaths =
        ["/api/v1", "/api/v2", "/api/v3", "/adminapi/v1", "/adminapi/v2", "/adminapi", "/api", "/admin"];

    /// <param name="reason">Why the text is refused, for the owner to read.</param>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? reason)
    {
        address = null;
        text = text.Trim();
        reason = text switch
        {
            "" => "The address is empty.",
            { Length: > MaxLength } => $"The address is longer than {MaxLength} characters.",
            _ when text.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || text.Any(char.IsControl) => "The address contains a space or a control character.",
            _ when text.Contains('\\', StringComparison.Ordinal) => "The address contains a backslash.",
            _ when text.Contains('#', StringComparison.Ordinal) => "The address contains a # part.",
            _ => null,
        };
        if (reason is not null)
        {
            return false;
        }

        var withScheme = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (!Uri.TryCreate(withScheme, UriKind.Absolute, out var typed) || typed.IdnHost.Trim('.').Length == 0)
        {
            reason = "That is not a web address.";
            return false;
        }

        if (typed.Scheme != Uri.UriSchemeHttps && typed.Scheme != Uri.UriSchemeHttp)
        {
            reason = "The address must begin with https://.";
            return false;
        }

        // Uri drops an empty user name silently, so the text is looked at.
        if (typed.UserInfo.Length > 0 || withScheme.Split('/', '?')[2].Contains('@', StringComparison.Ordinal))
        {
            reason = "The address must not contain a user name or password.";
            return false;
        }

        address = new UriBuilder(typed.Scheme, typed.IdnHost.TrimEnd('.'), typed.Port, WithoutApiPath(typed.AbsolutePath)).Uri;
        return true;
    }

    private static string WithoutApiPath(string path)
    {
        path = path.TrimEnd('/');
        while (Array.Find(ApiPaths, end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            path = path[..^found.Length].TrimEnd('/');
        }

        return path;
    }
}
