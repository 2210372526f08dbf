using Microsoft.AspNetCore.Mvc;

namespace PanelAssist.Server.Api;

internal static class BodyLimits
{
    /// <summary>Far above any body of the API but those that say otherwise.</summary>
    public const long Default = 256 * 1024;

    /// <summary>The innermost one counts.</summary>
    public static TBuilder WithMaxBody<TBuilder>(this TBuilder builder, long bytes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestSizeLimitAttribute(bytes));
}
