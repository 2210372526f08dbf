namespace PanelAssist.Server.Channels;

/// <summary>What the far side of a channel has to be told about a connection, such as a bot's webhook address. Kinds without a far side have none.</summary>
internal interface IChannelSetup
{
    ChannelKind Kind { get; }

    /// <summary>Called after the connection is stored and whenever its credential, settings or secret changed. Calling it again changes nothing.</summary>
    Task<ChannelSetupResult> ActivateAsync(ChannelConnection connection, CancellationToken cancellationToken);

    /// <summary>Called before the connection is removed or switched off; failing to reach the channel must not stop that, so it does not throw for it.</summary>
    Task DeactivateAsync(ChannelConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;
}

internal abstract record ChannelSetupResult
{
    private ChannelSetupResult()
    {
    }

    public sealed record Active : ChannelSetupResult;

    /// <param name="Reason">The channel's own words, for the owner; without the credential.</param>
    public sealed record Failed(string Reason) : ChannelSetupResult;
}

/// <summary>Something that keeps connections in memory and has to hear when one changed or went away.</summary>
internal interface IConnectionCache
{
    void Forget(Guid connectionId);
}
