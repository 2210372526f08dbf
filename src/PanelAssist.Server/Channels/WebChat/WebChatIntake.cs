using System.Text;
using PanelAssist.Server.Inbox;

namespace PanelAssist.Server.Channels.WebChat;

internal enum IntakeResult
{
    Stored,
    Duplicate,
    BadId,
    Empty,
    TooLong,
    TooFast,

    /// <summary>The inbox is not taking anything; the same id may be sent again.</summary>
    Unavailable,
}

/// <param name="RetryAfter">Zero unless waiting helps.</param>
internal readonly record struct IntakeAnswer(IntakeResult Result, TimeSpan RetryAfter = default)
{
    /// <summary>Its name on the wire.</summary>
    public string Reason => Result switch
    {
        IntakeResult.Stored or IntakeResult.Duplicate => "accepted",
        IntakeResult.BadId => "bad_id",
        IntakeResult.Empty => "empty",
        IntakeResult.TooLong => "too_long",
        IntakeResult.TooFast => "too_fast",
        IntakeResult.Unavailable => "unavailable",
    };

    public int? RetryAfterSeconds => RetryAfter > TimeSpan.Zero ? (int)Math.Ceiling(RetryAfter.TotalSeconds) : null;
}

/// <summary>The one way from a visitor into the inbox, for sockets and plain HTTP alike.</summary>
internal sealed class WebChatIntake(IInbox inbox, WebChatLimits limits, TimeProvider time)
{
    /// <summary>As long as the longest command a button may carry.</summary>
    private const int MaxCommandBytes = 64;

    /// <param name="clientId">Chosen by the client, a UUID; the same again means the same message.</param>
    /// <param name="command">The pressed button's; then there is no text.</param>
    public async ValueTask<IntakeAnswer> AcceptAsync(
        ChannelConnectionView connection, WebChatSession session, string? clientId, string? text, string? command, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(clientId, out var id))
        {
            return new(IntakeResult.BadId);
        }

        var said = WebChatText.Clean(command ?? text ?? "");
        if (said.Length == 0)
        {
            return new(IntakeResult.Empty);
        }

        if (said.Length > WebChatOptions.MaxTextLength || (command is not null && Encoding.UTF8.GetByteCount(said) > MaxCommandBytes))
        {
            return new(IntakeResult.TooLong);
        }

        if (!limits.MayWrite(connection.Id, session.ExternalId, out var retryAfter))
        {
            return new(IntakeResult.TooFast, retryAfter);
        }

        var payload = new WebChatPayload(session.ExternalId, session.Name, said, id.ToString("D"), time.GetUtcNow(), command is null ? null : said);
        return await inbox.StoreAsync(connection.TenantId, connection.Id, payload.EventId, payload.ToJson()) switch
        {
            StoreResult.Stored => new(IntakeResult.Stored),
            StoreResult.Duplicate => new(IntakeResult.Duplicate),
            StoreResult.Unavailable => new(IntakeResult.Unavailable, TimeSpan.FromSeconds(2)),
        };
    }
}
