using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;

namespace PanelAssist.Server.Tenancy.Tokens;

/// <summary>How a token is told to the rest of a request.</summary>
internal static class TokenClaims
{
    public const string Actor = "pa:actor";
    public const string Tenant = "pa:tenant";
    public const string Scope = "pa:scope";
    public const string Operator = "pa:operator";

    public static IEnumerable<Claim> Of(KnownToken token)
    {
        yield return new Claim(Actor, token.Actor);
        if (token is KnownToken.OfTenant ofTenant)
        {
            yield return new Claim(Tenant, ofTenant.Tenant.ToString());
            foreach (var scope in ofTenant.Scopes)
            {
                yield return new Claim(Scope, scope);
            }
        }
        else
        {
            yield return new Claim(Operator, "true");
        }
    }

    public static bool TryGetTenant(this ClaimsPrincipal user, [NotNullWhen(true)] out TenantId? tenant)
    {
        tenant = TenantId.TryParse(user.FindFirstValue(Tenant), provider: null, out var parsed) ? parsed : null;
        return tenant is not null;
    }

    public static IEnumerable<string> Scopes(this ClaimsPrincipal user) => user.FindAll(Scope).Select(claim => claim.Value);
}
