using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Outbound;

/// <summary>
/// Opens the socket for a URL that a tenant typed. The address is checked here, after resolving and for each connection,
/// and the checked address is the one connected to: a name that changes between check and use gains nothing.
/// </summary>
internal sealed class PublicAddressOnly(IOptions<OutboundOptions> options)
{
    private readonly IPNetwork[] _allowed = [.. options.Value.AllowedPrivateNetworks.Select(IPNetwork.Parse)];
    private readonly IReadOnlyList<int> _ports = options.Value.AllowedPorts;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="OutboundRefusedException">The host may not be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var secure = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
        if (Refusal(addresses, context.DnsEndPoint.Port, secure) is { } reason)
        {
            throw new OutboundRefusedException(reason);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Why these addresses of one host may not be connected to; null when they may.</summary>
    public string? Refusal(IReadOnlyCollection<IPAddress> addresses, int port, bool secure)
    {
        if (addresses.All(IsAllowedPrivate))
        {
            return null;
        }

        // One bad address spoils the host: otherwise a name with a public and a private address gets in by luck.
        if (!addresses.All(address => IsAllowedPrivate(address) || PublicAddresses.IsPublic(address)))
        {
            return "The host's address is in a private or reserved network.";
        }

        if (!secure)
        {
            return "Only https is spoken to public hosts.";
        }

        return _ports.Contains(port) ? null : $"Port {port} is not allowed; public hosts are spoken to on port {string.Join(", ", _ports)}.";
    }

    private bool IsAllowedPrivate(IPAddress address)
    {
        var plain = PublicAddresses.Plain(address);
        return Array.Exists(_allowed, network => network.Contains(plain)) && !PublicAddresses.IsPublic(plain);
    }
}

/// <summary>The address is none that a tenant may make the product connect to.</summary>
internal sealed class OutboundRefusedException(string message) : IOException(message);
