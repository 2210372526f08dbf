using Microsoft.AspNetCore.Http.HttpResults;

namespace PanelAssist.Server.Api;

/// <summary>What became of something a person or a program asked for, without a word of HTTP: pages in this process read it as the API does.</summary>
internal abstract record DeskResult<T>
{
    private DeskResult()
    {
    }

    internal sealed record Done(T Value) : DeskResult<T>;

    /// <param name="What">The noun, as in "There is no such conversation."</param>
    internal sealed record NotFound(string What) : DeskResult<T>;

    /// <summary>Was read, cannot be done as it is.</summary>
    internal sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : DeskResult<T>;

    /// <summary>Does not go together with what is there.</summary>
    internal sealed record Conflict(string Why) : DeskResult<T>;

    public static DeskResult<T> InvalidField(string field, string message) =>
        new Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });
}

internal static class DeskAnswers
{
    /// <summary>The same outcome as HTTP says it.</summary>
    public static Results<TResult, ProblemHttpResult> ToAnswer<T, TResult>(this DeskResult<T> result, Func<T, TResult> show)
        where TResult : IResult => result switch
        {
            DeskResult<T>.Done done => show(done.Value),
            DeskResult<T>.NotFound missing => Problems.NotFound(missing.What),
            DeskResult<T>.Invalid invalid => Problems.Invalid(invalid.Errors.ToDictionary(StringComparer.Ordinal)),
            DeskResult<T>.Conflict conflict => Problems.Conflict(conflict.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this DeskResult<T> result) => result.ToAnswer(TypedResults.Ok);
}
