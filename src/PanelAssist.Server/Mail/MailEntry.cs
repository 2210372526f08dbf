namespace PanelAssist.Server.Mail;

/// <summary>A mail of the platform's own to a person who signs in: confirmation, invitation, notice. Not a conversation's: those leave by the outbox.</summary>
internal sealed class MailEntry
{
    public required Guid Id { get; init; }

    /// <summary>Address, subject and text, sealed: links in them let people in.</summary>
    public required byte[] Sealed { get; init; }

    public int Attempts { get; set; }

    public required DateTimeOffset DueAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Sent, or given up; null while it waits.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why the last try failed; null where it did not.</summary>
    public string? Error { get; set; }
}

/// <summary>A mail in plain text, as people like them.</summary>
internal sealed record Letter(string To, string Subject, string Text);
