using System.Text.Json;
using System.Text.Json.Serialization;

namespace PanelAssist.Sandbox.Control;

/// <summary>How the control API reads and writes JSON, and says what was wrong.</summary>
internal static class Answer
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        // A misspelt field in a test's seed must not be taken for "not given".
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static IResult Ok(object value) => Results.Json(value, Json);

    public static IResult Bad(string reason) => Results.Json(new { error = reason }, Json, statusCode: 400);

    public static IResult Missing(string what) => Results.Json(new { error = what + " does not exist" }, Json, statusCode: 404);

    /// <summary>A field the call can't do without.</summary>
    public static string Needed(string? value, string field) =>
        string.IsNullOrEmpty(value) ? throw new FormatException($"'{field}' is needed.") : value;

    public static RequestDelegate Of<TBody>(Func<HttpContext, TBody, IResult> act) => async http =>
    {
        IResult result;
        try
        {
            var body = await http.Request.ReadFromJsonAsync<TBody>(Json, http.RequestAborted);
            result = body is null ? Bad("A JSON body is needed.") : act(http, body);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            result = Bad(e.Message);
        }

        await result.ExecuteAsync(http);
    };

    public static RequestDelegate Of(Func<HttpContext, Task<IResult>> act) => async http => await (await act(http)).ExecuteAsync(http);

    public static RequestDelegate Of(Func<HttpContext, IResult> act) => http => act(http).ExecuteAsync(http);

    public static string Route(this HttpContext http, string name) => (string?)http.Request.RouteValues[name] ?? "";

    public static long RouteLong(this HttpContext http, string name) =>
        long.TryParse(http.Route(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : -1;

    public static string? Query(this HttpContext http, string name) => http.Request.Query[name];

    public static long QueryLong(this HttpContext http, string name, long otherwise) =>
        long.TryParse(http.Query(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    /// <summary>Long polls wait 10 s unless told otherwise, and at most a minute.</summary>
    public static TimeSpan WaitTime(this HttpContext http) =>
        TimeSpan.FromMilliseconds(Math.Clamp(http.QueryLong("timeoutMs", 10_000), 0, 60_000));
}
