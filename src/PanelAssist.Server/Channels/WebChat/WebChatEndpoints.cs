using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>Sessions, and the plain HTTP way for networks that let no socket through.</summary>
internal static class WebChatEndpoints
{
    /// <summary>Below what proxies give a silent request.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    public static async Task<IResult> StartSessionAsync(Guid connectionId, HttpContext context, WebChatServices services)
    {
        var (visit, refusal) = await WebChatDoor.EnterAsync(context, connectionId, services);
        if (visit is null)
        {
            return refusal!;
        }

        if (!services.Limits.MayStart(context.Connection.RemoteIpAddress, out var retryAfter))
        {
            return WebChatDoor.TooMany(context, retryAfter);
        }

        var (request, unreadable) = await ReadAsync(context, WebChatJson.Default.SessionRequest);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var connection = visit.Connection;
        (WebChatSession Session, string Token) started;
        if (request?.Identity is { } identity)
        {
            if (identity.Check(connection.HookSecret, services.Time.GetUtcNow()) is { } wrong)
            {
                return WebChatDoor.Problem(StatusCodes.Status401Unauthorized, "Identity not accepted", wrong);
            }

            started = services.Sessions.Identified(connection, identity);
        }
        else
        {
            switch (services.Sessions.Read(connection, request?.Visitor, out var previous))
            {
                case SessionState.Valid:
                    started = services.Sessions.Renew(connection, previous);
                    break;

                // Going on as a stranger would silently hide the conversation from a customer who had signed in.
                case SessionState.Expired when previous.Identified:
                    return WebChatDoor.Problem(StatusCodes.Status401Unauthorized, "Session ended", "The signed identity must be shown again.");

                default:
                    started = services.Sessions.Anonymous(connection);
                    break;
            }
        }

        var (session, token) = started;
        var sequence = await services.Feed.LastSequenceAsync(
            connection.TenantId, DerivedIds.Conversation(connection.Id, session.ExternalId, null), context.RequestAborted);
        var answer = new SessionAnswer(
            token, session.ExternalId, session.Name, sequence, visit.Settings.Title, visit.Settings.Greeting, visit.Settings.Color,
            session.Identified, DateTimeOffset.FromUnixTimeSeconds(session.Expires));
        return TypedResults.Json(answer, WebChatJson.Default.SessionAnswer);
    }

    public static async Task<IResult> SendAsync(Guid connectionId, HttpContext context, WebChatServices services)
    {
        var (visit, session, refusal) = await EnterWithSessionAsync(connectionId, context, services);
        if (visit is null || session is null)
        {
            return refusal!;
        }

        var (request, unreadable) = await ReadAsync(context, WebChatJson.Default.SendRequest);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var answer = await services.Intake.AcceptAsync(visit.Connection, session, request?.Id, request?.Text, request?.Command, context.RequestAborted);
        return answer.Result switch
        {
            IntakeResult.Stored => TypedResults.Json(new SendAnswer(true), WebChatJson.Default.SendAnswer, statusCode: StatusCodes.Status202Accepted),
            IntakeResult.Duplicate => TypedResults.Json(new SendAnswer(true), WebChatJson.Default.SendAnswer),
            IntakeResult.TooFast => WebChatDoor.TooMany(context, answer.RetryAfter),
            IntakeResult.BadId => WebChatDoor.Problem(StatusCodes.Status400BadRequest, "Bad id", "The id is a UUID chosen by the client, the same at each retry."),
            IntakeResult.Empty => WebChatDoor.Problem(StatusCodes.Status400BadRequest, "Empty", "There is no text."),
            IntakeResult.TooLong => WebChatDoor.Problem(
                StatusCodes.Status400BadRequest, "Too long", $"A text has at most {WebChatOptions.MaxTextLength} characters, a command 64 bytes."),
            IntakeResult.Unavailable => Unavailable(context, answer),
        };
    }

    public static async Task<IResult> ReceiveAsync(Guid connectionId, long? after, int? wait, HttpContext context, WebChatServices services)
    {
        var (visit, session, refusal) = await EnterWithSessionAsync(connectionId, context, services);
        if (visit is null || session is null)
        {
            return refusal!;
        }

        using var place = services.Limits.TryOpen(connectionId, session.ExternalId);
        if (place is null)
        {
            return WebChatDoor.TooMany(context, TimeSpan.FromSeconds(5));
        }

        var items = new List<ServerFrame.Message>();
        var conversation = DerivedIds.Conversation(connectionId, session.ExternalId, null);
        var cursor = new MessageCursor(services.Feed, visit.Connection.TenantId, conversation, services.Options.HistoryLimit, (message, _) =>
        {
            items.Add(ServerFrame.Message.From(message));
            return ValueTask.CompletedTask;
        });
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = services.Feed.Subscribe(conversation, message =>
        {
            if (message.Direction is MessageDirection.Incoming or MessageDirection.Outgoing)
            {
                committed.TrySetResult();
            }
        });
        await cursor.StartAsync(after ?? 0, context.RequestAborted);
        await cursor.ReadAsync(context.RequestAborted);
        var longest = TimeSpan.FromSeconds(Math.Clamp(wait ?? 0, 0, (int)LongestWait.TotalSeconds));
        if (items.Count == 0 && longest > TimeSpan.Zero)
        {
            var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
            await committed.Task.WaitAsync(longest, services.Time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await cursor.ReadAsync(context.RequestAborted);
        }

        return TypedResults.Json(new MessagesAnswer(items, cursor.Last), WebChatJson.Default.MessagesAnswer);
    }

    /// <summary>What a browser asks before a request from another origin.</summary>
    public static async Task<IResult> PreflightAsync(Guid connectionId, HttpContext context, WebChatServices services)
    {
        var (visit, refusal) = await WebChatDoor.EnterAsync(context, connectionId, services);
        if (visit is null)
        {
            return refusal!;
        }

        context.Response.Headers.AccessControlAllowMethods = "GET, POST";
        context.Response.Headers.AccessControlAllowHeaders = $"{HeaderNames.Authorization}, {HeaderNames.ContentType}";
        context.Response.Headers.AccessControlMaxAge = "600";
        return TypedResults.NoContent();
    }

    private static async Task<(WebChatVisit? Visit, WebChatSession? Session, IResult? Refusal)> EnterWithSessionAsync(
        Guid connectionId, HttpContext context, WebChatServices services)
    {
        var (visit, refusal) = await WebChatDoor.EnterAsync(context, connectionId, services);
        if (visit is null)
        {
            return (null, null, refusal);
        }

        var (session, ended) = WebChatDoor.Session(context, visit, services);
        return (visit, session, ended);
    }

    private static async Task<(T? Body, IResult? Refusal)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        // An empty body is an empty object: a session needs nothing said.
        if (context.Request.ContentLength is 0)
        {
            return (null, null);
        }

        try
        {
            return (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted), null);
        }
        catch (JsonException)
        {
            return (null, WebChatDoor.Problem(StatusCodes.Status400BadRequest, "Not readable", "The body is not the JSON object that is expected here."));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return (null, WebChatDoor.Problem(StatusCodes.Status413PayloadTooLarge, "Too large", "A body has at most 32 KB."));
        }
    }

    private static ProblemHttpResult Unavailable(HttpContext context, IntakeAnswer answer)
    {
        context.Response.Headers.RetryAfter = answer.RetryAfterSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WebChatDoor.Problem(StatusCodes.Status503ServiceUnavailable, "Not stored", "Nothing was stored. Send it again with the same id.");
    }
}
