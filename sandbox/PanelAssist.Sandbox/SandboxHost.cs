using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PanelAssist.Sandbox.Mail;

namespace PanelAssist.Sandbox;

/// <summary>Starts the outside world: panels, Telegram, a mail server, and the control over them.</summary>
public static class SandboxHost
{
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var world = new World(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options.Port));
        // Long polls under way would hold a stop back for as long as they may last.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.Use(world.ServeAsync);
        app.UseRouting();
        world.MapControl(app);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SandboxServer(app, world, new SmtpServer(world.Mail, options.SmtpPort), new Uri(address));
    }

    private static void Listen(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 20 * 1024 * 1024;
        kestrel.Listen(System.Net.IPAddress.Loopback, port);
    }
}
