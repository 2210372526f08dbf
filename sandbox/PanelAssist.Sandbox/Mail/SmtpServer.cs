namespace PanelAssist.Sandbox.Mail;

internal sealed class SmtpServer : IAsyncDisposable
{
    public int Port { get; init; }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
