namespace PanelAssist.Server.Audit;

/// <summary>Who acts in this scope, as the audit names them: <c>token:0198…</c>, <c>operator:0198…</c>.</summary>
internal sealed class Actor
{
    private string? _name;

    /// <exception cref="InvalidOperationException">Nobody said who acts.</exception>
    public string Name => _name ?? throw new InvalidOperationException("No actor is set for this scope.");

    public void Set(string name) => _name = name;
}
