using System.Security.Claims;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Api;

/// <summary>Gives the request's scope the tenant and the actor that the token proved, with the address the call came from. It runs after authorization, before any endpoint.</summary>
internal sealed class RequestScope : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var user = context.HttpContext.User;
        var services = context.HttpContext.RequestServices;
        services.GetRequiredService<Actor>().Set(
            user.FindFirstValue(TokenClaims.Actor) ?? throw new InvalidOperationException("An API call without a token came through."),
            context.HttpContext.Connection.RemoteIpAddress);
        if (user.TryGetTenant(out var tenant))
        {
            services.GetRequiredService<TenantContext>().Set(tenant.Value);
        }

        return await next(context);
    }
}
