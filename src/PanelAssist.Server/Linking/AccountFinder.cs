using PanelAssist.Server.Channels;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Linking;

/// <param name="Panel">The panel that is asked: the linked one, else the channel's first; null where the channel has none.</param>
internal sealed record AccountFound(PanelView? Panel, LinkedAccount? Account);

/// <summary>Finds out who is writing, as far as it was proven.</summary>
internal sealed class AccountFinder(LinkDirectory directory, LinkKeeper keeper, PanelDirectory panels)
{
    public async ValueTask<AccountFound> FindAsync(ChannelConnectionView connection, Guid identityId, IncomingEvent incoming, CancellationToken cancellationToken)
    {
        if (connection.PanelIds.Count == 0)
        {
            return new AccountFound(null, null);
        }

        var link = await directory.FindAsync(connection.TenantId, identityId, connection.PanelIds, cancellationToken);
        var panel = await panels.FindAsync(connection.TenantId, link?.PanelId ?? connection.PanelIds[0], cancellationToken);
        if (panel is not null && link is null && incoming.SignedUsername is { Length: > 0 } signed)
        {
            // The owner's own site vouches for this visitor; from now on it is a link like any other.
            await keeper.LinkAsync(connection.TenantId, identityId, panel.Id, signed, LinkProof.SignedIdentity, apiKey: null, cancellationToken);
            link = await directory.FindAsync(connection.TenantId, identityId, connection.PanelIds, cancellationToken);
        }

        return new AccountFound(panel, panel is not null && link is not null ? new LinkedAccount(panel, link) : null);
    }
}
