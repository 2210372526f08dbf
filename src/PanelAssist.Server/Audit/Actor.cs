using System.Net;

namespace PanelAssist.Server.Audit;

/// <summary>Who acts in this scope and from where, as the audit names them.</summary>
internal sealed class Actor
{
    private const int MaxDisplayName = 200;

    private string? _name;

    /// <summary>E.g. <c>token:0198…</c>, <c>operator:0198…</c>.</summary>
    /// <exception cref="InvalidOperationException">Nobody said who acts.</exception>
    public string Name => _name ?? throw new InvalidOperationException("No actor is set for this scope.");

    /// <summary>For people who read the audit; null where the name says all there is.</summary>
    public string? DisplayName { get; private set; }

    /// <summary>The network address the request came from; null where there is none.</summary>
    public string? Address { get; private set; }

    public void Set(string name, IPAddress? address = null, string? displayName = null)
    {
        _name = name;
        Address = address is null ? null : Plain(address);
        DisplayName = displayName is { Length: > MaxDisplayName } ? displayName[..MaxDisplayName] : displayName;
    }

    /// <summary>One spelling for one address: no IPv4 inside IPv6, and no name of an interface of this machine.</summary>
    private static string Plain(IPAddress address) =>
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes())).ToString();
}
