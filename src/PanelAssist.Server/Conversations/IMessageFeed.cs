using PanelAssist.Engine.Replies;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

// Interim seam: the spine replaces this file.

/// <summary>A committed message as a channel shows it.</summary>
/// <param name="ProviderMessageId">For web chat the id its widget gave the message, by which it finds its own again.</param>
internal sealed record MessageView(
    Guid Id,
    long Sequence,
    MessageDirection Direction,
    MessageAuthor Author,
    string Text,
    IReadOnlyList<ReplyButton>? Buttons,
    DateTimeOffset At,
    string? ProviderMessageId = null);

/// <summary>Committed messages of one conversation, live and from the table.</summary>
internal interface IMessageFeed
{
    /// <summary>Calls back after each commit, on the committer's thread: the callback must neither block nor throw.</summary>
    IDisposable Subscribe(Guid conversationId, Action<MessageView> onMessage);

    /// <summary>In order of sequence, oldest first.</summary>
    Task<IReadOnlyList<MessageView>> ReadAfterAsync(TenantId tenant, Guid conversationId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Sequence of the newest message; 0 where there is none yet.</summary>
    Task<long> LastSequenceAsync(TenantId tenant, Guid conversationId, CancellationToken cancellationToken);
}
