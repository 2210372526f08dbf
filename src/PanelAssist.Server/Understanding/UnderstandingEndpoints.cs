using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Engine.Intents;
using PanelAssist.Server.Api;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Understanding;

internal static class UnderstandingEndpoints
{
    private const int MaxTexts = 500;
    private const int MaxTextLength = 4_096;

    /// <summary>500 texts of 4,096 characters, each written as a six-byte escape.</summary>
    private const long MaxBodyBytes = 13_000_000;

    internal sealed record ReadMessages(IReadOnlyList<string?>? Texts);

    /// <param name="Confidence">From 0 to 1; the grammar is sure.</param>
    internal sealed record MessageReading(string Text, string Intent, IReadOnlyList<string> OrderIds, string Language, double Confidence, Via Via);

    internal sealed record MessageReadings(IReadOnlyList<MessageReading> Items);

    public static void MapUnderstanding(this IEndpointRouteBuilder api) => api.MapPost("/understanding/messages", ReadAsync)
        .RequireScope(Scopes.Read)
        .WithMaxBody(MaxBodyBytes)
        .WithTags("Understanding")
        .WithSummary("Read messages as the assistant would, without doing anything")
        .WithExamples(
            """{"texts":["refill 1002 1003"]}""",
            """{"items":[{"text":"refill 1002 1003","intent":"refill","orderIds":["1002","1003"],"language":"en","confidence":1,"via":"grammar"}]}""");

    private static Results<Ok<MessageReadings>, ProblemHttpResult> ReadAsync(ReadMessages body)
    {
        var texts = body.Texts ?? [];
        var errors = new FieldErrors();
        if (texts.Count is 0 or > MaxTexts)
        {
            errors.Add("texts", $"Between 1 and {MaxTexts} texts.");
        }

        for (var index = 0; index < texts.Count && !errors.Any; index++)
        {
            if (texts[index] is null or { Length: > MaxTextLength })
            {
                errors.Add($"texts[{index}]", $"A text of at most {MaxTextLength} characters.");
            }
        }

        return errors.Any
            ? errors.ToProblem()
            : TypedResults.Ok(new MessageReadings([.. texts.Select(text => Show(text!))]));
    }

    private static MessageReading Show(string text)
    {
        var read = MessageReader.Read(text, new ReadingContext(AwaitsLinkCode: false, Language: "en"));
        return new MessageReading(text, read.Intent.WireName(), read.Orders.Ids, read.Language, read.Confidence, read.Via);
    }
}
