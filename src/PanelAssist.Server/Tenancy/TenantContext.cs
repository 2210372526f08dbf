namespace PanelAssist.Server.Tenancy;

/// <summary>The tenant of this scope. Set once, by whoever proved it (a token, a webhook's connection, a grain's key).</summary>
internal sealed class TenantContext
{
    private TenantId? _current;

    /// <exception cref="InvalidOperationException">Nobody said whose data this scope may see.</exception>
    public TenantId Current => _current ?? throw new InvalidOperationException("No tenant is set for this scope.");

    public bool IsSet => _current is not null;

    /// <exception cref="InvalidOperationException">The scope already belongs to another tenant.</exception>
    public void Set(TenantId tenant)
    {
        if (_current is { } current && current != tenant)
        {
            throw new InvalidOperationException("A scope never changes its tenant.");
        }

        _current = tenant;
    }
}
