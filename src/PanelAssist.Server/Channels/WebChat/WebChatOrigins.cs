using System.Buffers;
using System.Globalization;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>Which web pages may talk to a chat.</summary>
internal static class WebChatOrigins
{
    // Any of these in a host would end or widen the list it is written into.
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create(" ;,'\"*");

    /// <param name="origin">The Origin header; null when there is none, which only non-browser clients and same-origin reads do.</param>
    /// <param name="host">The request's own host with port.</param>
    public static bool Allows(string? origin, string host, Uri? publicUrl, WebChatSettings settings)
    {
        if (origin is null)
        {
            return true;
        }

        if (Normalize(origin) is not { } asked)
        {
            return false;
        }

        // Own page: compared by host alone, because behind a TLS proxy the request itself says http.
        var authority = asked[(asked.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return string.Equals(authority, host, StringComparison.OrdinalIgnoreCase)
            || (publicUrl is not null && asked == Normalize(publicUrl.AbsoluteUri))
            || settings.AllowedOrigins.Any(allowed => asked == Normalize(allowed));
    }

    /// <summary>Pages that may frame the stand-alone page, as a CSP source list.</summary>
    public static string FrameAncestors(WebChatSettings settings) =>
        string.Join(' ', settings.AllowedOrigins.Select(Normalize).Where(origin => origin is not null).Prepend("'self'"));

    /// <summary>Scheme, host and port in one spelling; null for what is no web origin, <c>null</c> and <c>*</c> among it.</summary>
    public static string? Normalize(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            return null;
        }

        var host = uri.HostNameType is UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return host.Length == 0 || host.AsSpan().ContainsAny(NotInHosts) ? null
            : uri.IsDefaultPort ? $"{uri.Scheme}://{host}"
            : string.Create(CultureInfo.InvariantCulture, $"{uri.Scheme}://{host}:{uri.Port}");
    }
}
