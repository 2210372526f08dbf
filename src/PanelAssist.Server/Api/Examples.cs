namespace PanelAssist.Server.Api;

/// <summary>Examples for the API's description, as JSON.</summary>
internal sealed record Examples(string Request, string? Answer);

internal static class ExamplesConventions
{
    public static RouteHandlerBuilder WithExamples(this RouteHandlerBuilder builder, string request, string? answer = null) =>
        builder.WithMetadata(new Examples(request, answer));
}
