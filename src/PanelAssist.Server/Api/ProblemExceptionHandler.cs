using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace PanelAssist.Server.Api;

/// <summary>Turns what broke a request into problem details that say what to do and nothing of the inside.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => Problems.Unreadable(FieldOf(json), "Not readable as JSON of the expected shape; see /docs/api."),
            BadHttpRequestException bad => TypedResults.Problem(statusCode: bad.StatusCode, detail: DetailOf(bad.StatusCode)),
            TimeoutException or OrleansException => TypedResults.Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable, detail: "This took too long. It may have happened: look before you try again."),
            _ => TypedResults.Problem(statusCode: StatusCodes.Status500InternalServerError, detail: "Something went wrong here. It was logged under the traceId."),
        };
        if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            // The framework is silent about what a handler has taken.
            Log.Broke(logger, httpContext.Request.Method, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "no route", exception);
        }

        else
        {
            Log.Refused(logger, httpContext.Request.Method, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "no route", exception);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static string FieldOf(JsonException exception) => exception.Path is null or "$" or "" ? "body" : exception.Path.TrimStart('$').TrimStart('.');

    private static string DetailOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this call takes.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON: Content-Type: application/json.",
        _ => "A parameter or the body could not be read; see /docs/api.",
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 3102, Level = LogLevel.Debug, Message = "{Method} {Route} could not be read")]
        public static partial void Refused(ILogger logger, string method, string route, Exception exception);

        [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "{Method} {Route} broke")]
        public static partial void Broke(ILogger logger, string method, string route, Exception exception);
    }
}
