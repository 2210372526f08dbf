using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels;

/// <summary>A panel connection, read and opened.</summary>
internal sealed record PanelAccess(Uri BaseUrl, PanelKey? AdminKey, PanelKey? ApiKey, string BulkIdsField);

/// <summary>Which panel a gateway speaks for; the grain's key is <c>{tenant}/{panel}</c>.</summary>
internal readonly record struct PanelGatewayKey(TenantId Tenant, Guid Panel)
{
    public override string ToString() => $"{Tenant}/{Panel:N}";

    /// <exception cref="FormatException">The text is no such key.</exception>
    public static PanelGatewayKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && TenantId.TryParse(text[..slash], null, out var tenant) && Guid.TryParse(text.AsSpan(slash + 1), out var panel)
            ? new PanelGatewayKey(tenant, panel)
            : throw new FormatException("A panel gateway's key is {tenant}/{panel}.");
    }
}

/// <summary>Reads a panel's row in a scope of its own.</summary>
internal sealed class PanelConnectionReader(IServiceScopeFactory scopes)
{
    public async Task<PanelConnection?> FindAsync(PanelGatewayKey key, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Set(key.Tenant);
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().PanelConnections
            .AsNoTracking()
            .FirstOrDefaultAsync(panel => panel.Id == key.Panel, cancellationToken);
    }
}
