using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace PanelAssist.Server.Tenancy.Tokens;

internal static class Authorization
{
    /// <summary>The API's token scheme, a policy for each scope, and the rule that a route without a policy is closed.</summary>
    public static void AddApiTokens(this IServiceCollection services)
    {
        services.AddSingleton<TokenDirectory>();
        services.AddAuthentication(ApiTokenHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.SchemeName, configureOptions: null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.Names)
        {
            authorization.AddPolicy(RequiredAccess.PolicyOf(scope), policy => policy
                .AddAuthenticationSchemes(ApiTokenHandler.SchemeName)
                .RequireAssertion(context => context.User.TryGetTenant(out _) && Scopes.Covers(context.User.Scopes(), scope)));
        }

        authorization.AddPolicy(RequiredAccess.PolicyOf(RequiredAccess.Operator.Name), policy => policy
            .AddAuthenticationSchemes(ApiTokenHandler.SchemeName)
            .RequireClaim(TokenClaims.Operator));
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsNoRoute).Build());
    }

    /// <summary>Nothing is mapped there, so there is nothing to protect, and 404 or 405 is the honest answer. A mapped route has to say who may call it.</summary>
    private static bool IsNoRoute(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}
