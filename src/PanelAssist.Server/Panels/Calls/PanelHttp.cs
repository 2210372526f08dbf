using System.Net.Http.Headers;
using System.Text.Json;
using PanelAssist.Server.Outbound;

namespace PanelAssist.Server.Panels.Calls;

/// <summary>Sends one call once and says what came of it. The body is read first, the status second: HTTP 200 on errors is normal.</summary>
internal sealed class PanelHttp(HttpClient client, TimeProvider time)
{
    /// <summary>The one named client that speaks to panels; it has no retries and no logging of its own.</summary>
    public const string ClientName = "panels";

    /// <param name="read">Takes the answer out of a reply that is no error; null, or an exception over JSON, when it is not in there.</param>
    public async Task<CallResult<T>> SendAsync<T>(PanelRequest request, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        using var message = request.ToMessage(out var content);
        try
        {
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var body = await BoundedBody.ReadAsync(response.Content, cancellationToken);
            return Judge(request, response, body.Bytes, read);
        }
        catch (InvalidDataException)
        {
            return Malformed<T>(request, "The reply is too large or wrongly compressed.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            var mayHaveActed = request.IsWrite && content is { Started: true };
            return new CallResult<T>(CallEnd.Failed, null, mayHaveActed ? PanelFault.OutcomeUnknown : PanelFault.Unavailable, Describe(exception));
        }
    }

    private CallResult<T> Judge<T>(PanelRequest request, HttpResponseMessage response, ReadOnlyMemory<byte> body, Func<JsonElement, T?> read)
        where T : class
    {
        var status = (int)response.StatusCode;
        if (status == 429)
        {
            return Limited<T>("Too many requests (HTTP 429).", response.Headers.RetryAfter);
        }

        if (status is >= 300 and < 400)
        {
            var target = response.Headers.Location is { IsAbsoluteUri: true } location ? " to " + PanelText.Clean(location.Host) : "";
            return Malformed<T>(request, $"The panel redirects{target} (HTTP {status}).");
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Judge(request, status, response.Headers.RetryAfter, document.RootElement, read);
        }
        // GetString throws InvalidOperationException on text that is not Unicode.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return status >= 500
                ? ServerError<T>(request, status, null)
                : Malformed<T>(request, $"{Shape(body.Span)} came instead of JSON (HTTP {status}).");
        }
    }

    private CallResult<T> Judge<T>(PanelRequest request, int status, RetryConditionHeaderValue? retryAfter, JsonElement reply, Func<JsonElement, T?> read)
        where T : class
    {
        var error = PanelErrors.Find(reply, failedStatus: status >= 400);
        var detail = error is null ? null : PanelText.Clean(error, request.Key.Reveal());
        if (status >= 500)
        {
            return ServerError<T>(request, status, detail);
        }

        if (error is not null && PanelErrors.IsAboutRate(error))
        {
            return Limited<T>(detail!, retryAfter);
        }

        if (error is not null || status >= 400)
        {
            var aboutKey = status == 401 || (status == 403 && request.KeyInHeader) || (error is not null && PanelErrors.IsAboutKey(error, reply));
            return new CallResult<T>(
                aboutKey ? CallEnd.KeyRefused : CallEnd.Answered,
                null,
                PanelFault.Refused,
                detail ?? $"HTTP {status}");
        }

        return read(reply) is { } value
            ? new CallResult<T>(CallEnd.Answered, value, null, null)
            : Malformed<T>(request, "The reply is JSON, but not the answer to the question.");
    }

    private static CallResult<T> ServerError<T>(PanelRequest request, int status, string? detail)
        where T : class => new(
            CallEnd.Failed,
            null,
            request.IsWrite ? PanelFault.OutcomeUnknown : PanelFault.Unavailable,
            detail is null ? $"The panel failed (HTTP {status})." : $"HTTP {status}: {detail}");

    private static CallResult<T> Malformed<T>(PanelRequest request, string detail)
        where T : class => new(CallEnd.Malformed, null, request.IsWrite ? PanelFault.OutcomeUnknown : PanelFault.Malformed, detail);

    private CallResult<T> Limited<T>(string detail, RetryConditionHeaderValue? retryAfter)
        where T : class => new(
            CallEnd.Limited,
            null,
            PanelFault.Unavailable,
            detail,
            retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - time.GetUtcNow() : null));

    private static string Shape(ReadOnlySpan<byte> body)
    {
        body = body.TrimStart(" \r\n\t"u8);
        return body switch
        {
            [] => "An empty body",
            [(byte)'<', ..] => "An HTML page",
            [(byte)'{' or (byte)'[', ..] => "Broken or cut-off text",
            _ => "Plain text",
        };
    }

    private static string Describe(Exception exception) => exception switch
    {
        OperationCanceledException => "No answer in time.",
        HttpRequestException { InnerException: OutboundRefusedException refused } => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "The host name is not known.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The host's TLS certificate or protocol is not acceptable.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "No connection to the host.",
        _ => "The connection broke.",
    };
}
