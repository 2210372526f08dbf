using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels;

/// <summary>The kinds of channel a connection can be; wire names are lower case.</summary>
internal enum ChannelKind
{
    Telegram,
    WebChat,
}

internal enum ConnectionState
{
    Active,

    /// <summary>The channel refused our credentials; nothing is sent until the owner gives new ones.</summary>
    Disabled,
}

/// <summary>One bot, number or widget of a tenant.</summary>
internal sealed class ChannelConnection : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required ChannelKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>Panels this channel answers for, in order; the first is asked where a link does not say.</summary>
    public required IReadOnlyList<Guid> PanelIds { get; set; }

    /// <summary>The channel's own settings as JSON, without secrets.</summary>
    public required string Settings { get; set; }

    /// <summary>Bot token or the like, encrypted; null where the kind has none.</summary>
    public byte[]? Credential { get; set; }

    /// <summary>Shared secret of the hook, or the key of signed identities, encrypted.</summary>
    public required byte[] HookSecret { get; set; }

    public ConnectionState State { get; set; }

    /// <summary>Why it is disabled, in words for the owner.</summary>
    public string? StateReason { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
