namespace PanelAssist.Server.Conversations;

/// <summary>What people do with a conversation, other than writing to the customer.</summary>
[GenerateSerializer, Immutable, Alias("conversation-change")]
internal abstract record ConversationChange
{
    private ConversationChange()
    {
    }

    /// <summary>The acting member has it from now on, and the assistant is silent.</summary>
    [GenerateSerializer, Immutable, Alias("take-over")]
    internal sealed record TakeOver : ConversationChange;

    /// <summary>The assistant has it again.</summary>
    [GenerateSerializer, Immutable, Alias("hand-back")]
    internal sealed record HandBack : ConversationChange;

    [GenerateSerializer, Immutable, Alias("resolve")]
    internal sealed record Resolve : ConversationChange;

    /// <summary>People have it, later: at that moment, or when the customer writes.</summary>
    [GenerateSerializer, Immutable, Alias("snooze")]
    internal sealed record Snooze([property: Id(0)] DateTimeOffset Until) : ConversationChange;

    /// <summary>The moment of a snoozed conversation has come. Nobody's doing.</summary>
    [GenerateSerializer, Immutable, Alias("wake")]
    internal sealed record Wake : ConversationChange;

    /// <param name="Member">Null: nobody in particular. Assigning what the assistant has takes it over.</param>
    [GenerateSerializer, Immutable, Alias("assign")]
    internal sealed record Assign([property: Id(0)] Guid? Member) : ConversationChange;

    /// <param name="Labels">All it has from now on.</param>
    [GenerateSerializer, Immutable, Alias("set-labels")]
    internal sealed record SetLabels([property: Id(0)] IReadOnlyList<Guid> Labels) : ConversationChange;

    [GenerateSerializer, Immutable, Alias("write-note")]
    internal sealed record WriteNote([property: Id(0)] string Text, [property: Id(1)] IReadOnlyList<Guid> Mentions) : ConversationChange;

    /// <summary>Words for the customer. Whoever writes takes the conversation over.</summary>
    [GenerateSerializer, Immutable, Alias("write-message")]
    internal sealed record WriteMessage([property: Id(0)] string Text) : ConversationChange;
}

/// <param name="Name">As the audit has it.</param>
/// <param name="Member">Null where a program acts, not a person who signed in.</param>
[GenerateSerializer, Immutable, Alias("changed-by")]
internal readonly record struct ChangedBy([property: Id(0)] string Name, [property: Id(1)] Guid? Member);

/// <summary>The conversation as the change left it.</summary>
/// <param name="MessageId">The message or note that was written; null for other changes.</param>
[GenerateSerializer, Immutable, Alias("changed-conversation")]
internal sealed record ChangedConversation(
    [property: Id(0)] Guid Id,
    [property: Id(1)] ConversationStatus Status,
    [property: Id(2)] Guid? AssigneeId,
    [property: Id(3)] DateTimeOffset? SnoozedUntil,
    [property: Id(4)] IReadOnlyList<Guid> Labels,
    [property: Id(5)] long Version,
    [property: Id(6)] Guid? MessageId,
    [property: Id(7)] long? Sequence);
