using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using StackExchange.Redis;

namespace PanelAssist.Server.Hosting;

internal static class Cluster
{
    /// <summary>Grains in this process; alone by default, with others through Redis when <c>Cluster:Mode=redis</c>.</summary>
    public static void UseCluster(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = "panelassist";
            options.ServiceId = "panelassist";
        });
        if (IsSingle(configuration))
        {
            // Nobody connects to the only silo; the ports only have to be free.
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
            silo.Configure<EndpointOptions>(options => options.GatewayPort = 0);
            return;
        }

        var redis = configuration["Cluster:ConnectionString"]
            ?? throw new InvalidOperationException("Cluster:ConnectionString is needed when Cluster:Mode is redis.");
        silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis));
        silo.ConfigureEndpoints(
            configuration.GetValue("Cluster:SiloPort", 11_111),
            configuration.GetValue("Cluster:GatewayPort", 0),
            AddressFamily.InterNetwork,
            listenOnAnyHostAddress: false);

        // A killed node is found out in about three seconds, so that its conversations answer elsewhere.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 3;
        });
    }

    /// <exception cref="InvalidOperationException">The mode is not known.</exception>
    public static bool IsSingle(IConfiguration configuration) => configuration["Cluster:Mode"]?.ToUpperInvariant() switch
    {
        null or "" or "SINGLE" => true,
        "REDIS" => false,
        var other => throw new InvalidOperationException($"Cluster:Mode: \"{other}\" is not known. Use single or redis."),
    };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
