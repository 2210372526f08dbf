using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Channels;

/// <summary>What a kind of channel must be able to do for the journey: read its events and say things.</summary>
internal interface IChannel
{
    ChannelKind Kind { get; }

    /// <summary>False where messages are fetched by the other side (web chat): committing them is sending them.</summary>
    bool SendsThroughOutbox { get; }

    /// <summary>How fast the channel may be spoken to.</summary>
    SendingRates Rates { get; }

    /// <summary>Never throws, whatever the bytes.</summary>
    ParsedEvent Parse(ChannelConnectionView connection, Inbox.StoredEvent stored);

    /// <summary>One try, no retry: the outbox decides what follows. Never throws for what the channel does.</summary>
    Task<SendOutcome> SendAsync(ChannelConnectionView connection, OutboundItem item, CancellationToken cancellationToken);
}

/// <summary>The channels by kind; the list is whatever is registered.</summary>
internal sealed class ChannelCatalog(IEnumerable<IChannel> channels)
{
    private readonly Dictionary<ChannelKind, IChannel> _byKind = channels.ToDictionary(channel => channel.Kind);

    public IChannel this[ChannelKind kind] => _byKind[kind];
}
