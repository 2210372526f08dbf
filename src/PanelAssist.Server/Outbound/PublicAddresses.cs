using System.Net;
using System.Net.Sockets;

namespace PanelAssist.Server.Outbound;

/// <summary>Tells addresses of the public internet from everything that may lead into somebody's own network.</summary>
internal static class PublicAddresses
{
    // IANA's special-purpose registries: everything there that is not globally reachable, and the multicast blocks.
    private static readonly IPNetwork[] NotPublicV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // Only 2000::/3 is handed out at all; inside it these are not hosts of the public internet, or carry another address.
    private static readonly IPNetwork[] NotPublicV6 = Networks(
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // On a network with IPv6 only, every IPv4 host has such an address: what counts is the one inside.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsPublic(IPAddress address)
    {
        address = Plain(address);
        if (address.AddressFamily is AddressFamily.InterNetwork)
        {
            return !Array.Exists(NotPublicV4, network => network.Contains(address));
        }

        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
        {
            return false;
        }

        if (Nat64.Contains(address))
        {
            return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return GlobalUnicast.Contains(address) && !Array.Exists(NotPublicV6, network => network.Contains(address));
    }

    /// <summary>The address that is really meant: IPv4 out of its mapped form; both loopbacks are one; no zone.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.Equals(IPAddress.IPv6Loopback))
        {
            return IPAddress.Loopback;
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(address.GetAddressBytes()) : address;
    }

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, IPNetwork.Parse);
}
