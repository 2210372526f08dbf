using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels;

/// <summary>What a conversation needs to know of a panel.</summary>
internal sealed record PanelView(Guid Id, TenantId TenantId, PanelCapabilities Capabilities)
{
    public bool Can(PanelCapabilities capability) => Capabilities.HasFlag(capability);

    public string GrainKey => $"{TenantId}/{Id:N}";
}

/// <summary>Panels by id, kept for a few seconds; at once forgotten by the process that changed one.</summary>
internal sealed class PanelDirectory(IServiceScopeFactory scopes, TimeProvider time)
{
    private readonly BoundedCache<Guid, PanelView> _recent = new(10_000, TimeSpan.FromSeconds(5), time);

    public ValueTask<PanelView?> FindAsync(TenantId tenant, Guid panelId, CancellationToken cancellationToken) =>
        _recent.TryGet(panelId, out var view) && view.TenantId == tenant
            ? new ValueTask<PanelView?>(view)
            : new ValueTask<PanelView?>(ReadAsync(tenant, panelId, cancellationToken));

    public void Forget(Guid panelId) => _recent.Forget(panelId);

    private async Task<PanelView?> ReadAsync(TenantId tenant, Guid panelId, CancellationToken cancellationToken)
    {
        var changes = _recent.Changes;
        await using var scope = scopes.CreateTenantScope(tenant);
        var view = await scope.ServiceProvider.GetRequiredService<AppDbContext>().PanelConnections.AsNoTracking()
            .Where(panel => panel.Id == panelId)
            .Select(panel => new PanelView(panel.Id, panel.TenantId, panel.Capabilities))
            .SingleOrDefaultAsync(cancellationToken);
        if (view is not null)
        {
            _recent.Store(panelId, view, changes);
        }

        return view;
    }
}
