using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>A request that may come in: its connection is a live web chat and its page may talk to it.</summary>
internal sealed record WebChatVisit(ChannelConnectionView Connection, WebChatSettings Settings);

/// <summary>What every request to a chat passes first: the connection, the origin, then the session.</summary>
internal static class WebChatDoor
{
    /// <returns>Either a visit or the answer that turns it away. Answers the allowed origin by name, never <c>*</c>.</returns>
    public static async ValueTask<(WebChatVisit? Visit, ProblemHttpResult? Refusal)> EnterAsync(HttpContext context, Guid connectionId, WebChatServices services)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = HeaderNames.Origin;
        if (await FindAsync(services, connectionId, context.RequestAborted) is not { } visit)
        {
            return (null, Problem(StatusCodes.Status404NotFound, "No such chat", "There is no chat at this address, or it is switched off."));
        }

        var origin = context.Request.Headers.Origin is [{ Length: > 0 } single] ? single : null;
        if (context.Request.Headers.Origin.Count > 1
            || !WebChatOrigins.Allows(origin, context.Request.Host.Value ?? "", services.Options.PublicUrl, visit.Settings))
        {
            return (null, Problem(
                StatusCodes.Status403Forbidden, "Origin not allowed", "This site may not embed this chat. Its owner can add the site to the allowed origins."));
        }

        if (origin is not null)
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = HeaderNames.RetryAfter;
        }

        return (visit, null);
    }

    public static async ValueTask<WebChatVisit?> FindAsync(WebChatServices services, Guid connectionId, CancellationToken cancellationToken) =>
        await services.Connections.FindAsync(connectionId, cancellationToken) is { Kind: ChannelKind.WebChat, State: ConnectionState.Active } connection
            ? new(connection, WebChatSettings.Of(connection))
            : null;

    /// <summary>The session of the Authorization header.</summary>
    public static (WebChatSession? Session, ProblemHttpResult? Refusal) Session(HttpContext context, WebChatVisit visit, WebChatServices services)
    {
        const string Scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        return services.Sessions.Read(visit.Connection, token, out var session) is SessionState.Valid
            ? (session, null)
            : (null, Problem(StatusCodes.Status401Unauthorized, "Session ended", "The session is missing, has expired or is of another chat. Start a new one."));
    }

    public static ProblemHttpResult Problem(int status, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title);

    public static ProblemHttpResult TooMany(HttpContext context, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problem(StatusCodes.Status429TooManyRequests, "Too fast", $"Please try again in {seconds} s.");
    }
}
