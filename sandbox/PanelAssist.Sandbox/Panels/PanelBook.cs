using System.Collections.Concurrent;

namespace PanelAssist.Sandbox.Panels;

/// <summary>All panels, by name.</summary>
internal sealed class PanelBook
{
    private readonly ConcurrentDictionary<string, Panel> _panels = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Panel> All => _panels.Values;

    public Panel? Find(string name) => _panels.GetValueOrDefault(name);

    /// <summary>A panel of the same name is replaced with all its orders.</summary>
    public void Put(Panel panel) => _panels[panel.Name] = panel;

    public bool Remove(string name) => _panels.TryRemove(name, out _);

    public void Clear() => _panels.Clear();
}
