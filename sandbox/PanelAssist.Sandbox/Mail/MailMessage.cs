namespace PanelAssist.Sandbox.Mail;

/// <summary>One message as it came over SMTP: whom the envelope names, and what a reader sees.</summary>
internal sealed record MailMessage(
    long Id, DateTimeOffset At, string From, IReadOnlyList<string> To, string Subject, string Text, string? Html,
    IReadOnlyDictionary<string, string> Headers, string Raw);
