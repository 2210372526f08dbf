using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Linking;

/// <summary>A proven account together with its panel.</summary>
internal sealed record LinkedAccount(PanelView Panel, PanelLinkView Link)
{
    public ProtectedKey? Key { get; } = Link.ApiKey is { } key ? new ProtectedKey(key) : null;

    /// <summary>Orders can be told apart by owner: by their username where all are seen, or since the customer's key sees only their own.</summary>
    public bool CanProveOwnership =>
        Key is not null || (Link.Username is not null && Panel.Can(PanelCapabilities.ReadAllOrders));
}
