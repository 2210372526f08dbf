using Microsoft.AspNetCore.Http.HttpResults;

namespace PanelAssist.Server.Api;

/// <summary>The refusals of the API, as RFC 9457 problem details. 400: could not be read; 422: was read, cannot be done as it is.</summary>
internal static class Problems
{
    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) => Of(StatusCodes.Status422UnprocessableEntity, errors);

    public static ProblemHttpResult Invalid(string field, string message) => Invalid(Single(field, message));

    public static ProblemHttpResult BadQuery(string parameter, string message) => Of(StatusCodes.Status400BadRequest, Single(parameter, message));

    public static ProblemHttpResult Unreadable(string field, string message) => Of(StatusCodes.Status400BadRequest, Single(field, message));

    /// <summary>The same for what does not exist and for what another tenant has.</summary>
    public static ProblemHttpResult NotFound(string what) =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, detail: $"There is no such {what}.");

    public static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: detail);

    private static Dictionary<string, string[]> Single(string field, string message) => new(StringComparer.Ordinal) { [field] = [message] };

    private static ProblemHttpResult Of(int status, IDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = status,
            Title = null,
            Detail = string.Join(" ", errors.Select(error => $"{error.Key}: {string.Join(" ", error.Value)}")),
        });
}
