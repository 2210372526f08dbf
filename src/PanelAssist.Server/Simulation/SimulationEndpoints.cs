using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Engine.Intents;
using PanelAssist.Server.Api;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Simulation;

internal static class SimulationEndpoints
{
    private const int MaxTextLength = 4_096;

    /// <param name="Username">The customer to be; none: someone whose account is not known.</param>
    /// <param name="Language">Language of the conversation so far, ISO 639-1; English if not given.</param>
    /// <param name="ChannelKind"><c>telegram</c>, <c>webchat</c>, or <c>telegram-group</c> for a group.</param>
    internal sealed record Simulate(Guid? PanelId, string? Username, string? Text, string? Language, string? ChannelKind);

    internal sealed record Simulated(
        string Intent,
        string Language,
        IReadOnlyList<string> OrderIds,
        double Confidence,
        Via Via,
        string Decision,
        IReadOnlyList<TracedRule> RuleTrace,
        IReadOnlyList<string> Replies,
        IReadOnlyList<SimulatedCall> PanelCalls);

    public static void MapSimulation(this IEndpointRouteBuilder api) => api.MapPost("/simulate", RunAsync)
        .RequireScope(Scopes.Read)
        .WithTags("Simulation")
        .WithSummary("See what the assistant would do about a message")
        .WithDescription("Reads the panel; sends nothing and stores nothing. panelCalls with made=false are those that would change the panel.")
        .WithExamples("""{"panelId":"01978c1e-0000-7000-8000-000000000000","username":"ana","text":"refill 1002"}""");

    private static async Task<Results<Ok<Simulated>, ProblemHttpResult>> RunAsync(
        Simulate body, PanelDirectory panels, TenantContext tenant, Simulator simulator, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (body.Text is null or { Length: 0 or > MaxTextLength })
        {
            errors.Add("text", $"What the customer writes: 1 to {MaxTextLength} characters.");
        }

        if (body.Language is { } language && (language.Length != 2 || !language.All(char.IsAsciiLetterLower)))
        {
            errors.Add("language", "Two lower-case letters, such as en.");
        }

        if (body.PanelId is null)
        {
            errors.Add("panelId", "The panel the customer belongs to.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (await panels.FindAsync(tenant.Current, body.PanelId!.Value, cancellationToken) is not { } panel)
        {
            return Problems.NotFound("panel");
        }

        var privateChat = body.ChannelKind?.EndsWith("-group", StringComparison.Ordinal) is not true;
        var turn = await simulator.RunAsync(panel, body.Username, body.Text!, body.Language ?? "en", privateChat, cancellationToken);
        return TypedResults.Ok(new Simulated(
            turn.Understood.Intent.WireName(),
            turn.Understood.Language,
            turn.Understood.Orders.Ids,
            turn.Understood.Confidence,
            turn.Understood.Via,
            turn.Decision,
            turn.RuleTrace,
            turn.Replies,
            turn.PanelCalls));
    }
}
