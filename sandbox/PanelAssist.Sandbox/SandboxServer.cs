using PanelAssist.Sandbox.Mail;

namespace PanelAssist.Sandbox;

/// <summary>A running sandbox. Disposing it closes both ports and drops everything it remembered.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SmtpServer _smtp;

    internal SandboxServer(WebApplication app, World world, SmtpServer smtp, Uri baseAddress)
    {
        _app = app;
        World = world;
        _smtp = smtp;
        BaseAddress = baseAddress;
    }

    /// <summary>Where the HTTP side listens, with the port really taken.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The port of the SMTP sink really taken, on 127.0.0.1.</summary>
    public int SmtpPort => _smtp.Port;

    internal World World { get; }

    /// <summary>Ends when the process is asked to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // First let go of what is held: the web server waits for calls under way.
        World.Dispose();
        await _smtp.DisposeAsync();
        await _app.DisposeAsync();
    }
}
