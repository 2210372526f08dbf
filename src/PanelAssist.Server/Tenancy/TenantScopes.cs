namespace PanelAssist.Server.Tenancy;

internal static class TenantScopes
{
    /// <summary>A scope that sees this tenant's rows and no others.</summary>
    public static AsyncServiceScope CreateTenantScope(this IServiceScopeFactory scopes, TenantId tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(tenant);
        return scope;
    }
}
