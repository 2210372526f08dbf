namespace PanelAssist.Server.Conversations;

/// <summary>Which conversations a list shows. What is null does not choose.</summary>
internal sealed record ConversationFilter
{
    public static readonly ConversationFilter All = new();

    public ConversationStatus? Status { get; init; }

    public Guid? ChannelId { get; init; }

    /// <summary>The chat's id on the channel; together with <see cref="ChannelId"/>.</summary>
    public string? ExternalId { get; init; }

    public AssigneeFilter? Assignee { get; init; }

    public Guid? Label { get; init; }

    /// <summary>True: only those whose customer waits for people. False: only the others.</summary>
    public bool? Waiting { get; init; }
}

/// <summary>Who has it.</summary>
/// <param name="Member">Null: people have it, but nobody in particular.</param>
internal readonly record struct AssigneeFilter(Guid? Member)
{
    public const string Nobody = "none";

    public static AssigneeFilter? Find(string text) =>
        text == Nobody ? new AssigneeFilter(null) : Guid.TryParse(text, out var member) ? new AssigneeFilter(member) : null;
}

internal enum Holder
{
    Assistant,
    People,
    Nobody,
}

/// <summary>A line of the list.</summary>
/// <param name="ExternalId">The chat's id on the channel; in private chats that is the person's id.</param>
/// <param name="Status"><c>pending</c>: the assistant has it; <c>open</c>: people have it; <c>snoozed</c>: people, later; <c>resolved</c>: done.</param>
/// <param name="HeldBy">Who answers the customer now.</param>
/// <param name="AssigneeId">The member who has it, or resolved it.</param>
/// <param name="CustomerName">As the channel gives it; in groups, of who wrote first.</param>
/// <param name="LastText">The beginning of the newest message to or from the customer.</param>
/// <param name="WaitingSince">Since when the customer waits for people; null while nobody waits.</param>
/// <param name="Version">Rises with every change.</param>
/// <param name="LastMessageAt">The last activity.</param>
internal sealed record ConversationLine(
    Guid Id,
    Guid ChannelId,
    string ExternalId,
    long? ThreadId,
    bool IsPrivate,
    ConversationStatus Status,
    Holder HeldBy,
    Guid? AssigneeId,
    string? CustomerName,
    string? LastText,
    MessageAuthor? LastAuthor,
    DateTimeOffset? WaitingSince,
    DateTimeOffset? SnoozedUntil,
    IReadOnlyList<Guid> Labels,
    string Language,
    bool Unreachable,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastMessageAt);

/// <param name="MemberId">The member who wrote it, where one is known.</param>
/// <param name="Mentions">The members a note calls on.</param>
internal sealed record ConversationMessage(
    Guid Id,
    long Sequence,
    MessageDirection Direction,
    MessageAuthor Author,
    Guid? MemberId,
    string Text,
    IReadOnlyList<Guid>? Mentions,
    DateTimeOffset At,
    Delivery Delivery);
