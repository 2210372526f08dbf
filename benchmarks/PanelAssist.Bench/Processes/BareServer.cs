namespace PanelAssist.Bench.Processes;

internal static class BareServer
{
    /// <summary>Kestrel and routing with nothing else: no logging, no configuration, no other middleware.</summary>
    public static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhostOnly(port);
        });
        builder.Services.AddRoutingCore();
        return builder.Build();
    }

    private static void ListenLocalhostOnly(this Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, int port) =>
        kestrel.Listen(System.Net.IPAddress.Loopback, port);
}
