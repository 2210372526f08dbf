namespace PanelAssist.Server.Limits;

/// <summary>Which limits a route has. A route that does not say has none: hooks come from few addresses, and the web chat has rules of its own.</summary>
internal sealed record LimitedRoute(bool IsSignIn);

internal static class LimitedRoutes
{
    /// <summary>Calls are counted by address, by token and by tenant.</summary>
    public static TBuilder LimitCalls<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LimitedRoute(IsSignIn: false));

    /// <summary>Where a password or a code can be guessed: as above, and far fewer from one address.</summary>
    public static TBuilder LimitSignIns<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LimitedRoute(IsSignIn: true));

    public static LimitedRoute? Limited(this HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LimitedRoute>();
}
