using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace PanelAssist.Server.Hosting;

/// <summary>
/// Proxies whose word is taken for the client's address and scheme. Without any the headers are not read: whoever connects could
/// write anything into them.
/// </summary>
internal static class TrustedProxies
{
    private const string Setting = "Hosts:TrustedProxies";

    /// <summary>First of all: everything after it sees the client.</summary>
    /// <exception cref="InvalidOperationException">A network in the setting cannot be read.</exception>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // Read from the right for as long as a trusted proxy said it: what a client wrote itself stands to the left.
            ForwardLimit = null,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in Networks(app.Configuration))
        {
            options.KnownIPNetworks.Add(network);
        }

        if (options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }

    /// <summary>An array or, from an environment variable, one text with commas.</summary>
    private static IEnumerable<IPNetwork> Networks(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        return section.GetChildren().Select(child => child.Value).Prepend(section.Value)
            .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(text => IPNetwork.TryParse(text, out var network) ? network
                : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                : throw new InvalidOperationException($"{Setting}: '{text}' is not a network such as 10.0.0.0/8, nor an address."));
    }
}
