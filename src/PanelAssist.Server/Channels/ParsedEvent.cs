namespace PanelAssist.Server.Channels;

/// <summary>What a channel's raw event turned out to be.</summary>
internal abstract record ParsedEvent
{
    private ParsedEvent()
    {
    }

    /// <summary>Someone wrote or pressed something.</summary>
    public sealed record Message(IncomingEvent Event) : ParsedEvent;

    /// <summary>The chat goes on under another id.</summary>
    public sealed record Moved(string OldChatId, string NewChatId) : ParsedEvent;

    /// <summary>An event the product has no use for: kept, acknowledged, done.</summary>
    public sealed record Ignored(string Reason) : ParsedEvent;

    /// <summary>Not readable now or ever: a dead letter at once, so that nothing waits for it.</summary>
    public sealed record Malformed(string Reason) : ParsedEvent;
}

/// <summary>A customer's message or button press in one form for every channel.</summary>
[GenerateSerializer, Immutable, Alias("incoming-event")]
internal sealed record IncomingEvent
{
    [Id(0)] public required Guid InboxEntryId { get; init; }

    [Id(1)] public required Guid ConnectionId { get; init; }

    [Id(2)] public required string ChatId { get; init; }

    [Id(3)] public long? ThreadId { get; init; }

    [Id(4)] public required bool IsPrivate { get; init; }

    /// <summary>The person on the channel.</summary>
    [Id(5)] public required string SenderId { get; init; }

    [Id(6)] public string? SenderName { get; init; }

    /// <summary>What was typed, or the command of a pressed button; empty for media without words.</summary>
    [Id(7)] public required string Text { get; init; }

    [Id(8)] public string? ProviderMessageId { get; init; }

    /// <summary>Set for a button press that wants to be acknowledged.</summary>
    [Id(9)] public string? CallbackId { get; init; }

    [Id(10)] public required DateTimeOffset At { get; init; }

    [Id(11)] public int Attempt { get; init; }

    /// <summary>The panel login that the owner's site signed for this visitor; null elsewhere.</summary>
    [Id(12)] public string? SignedUsername { get; init; }

    /// <summary>In a group: addressed to the assistant by name, reply or command.</summary>
    [Id(13)] public bool Addressed { get; init; }
}
