using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace PanelAssist.Server.Api;

/// <summary>The address by which the outside reaches this process: <c>PublicUrl</c>, otherwise the first one listened on.</summary>
internal sealed class PublicAddress(IConfiguration configuration, IServer server)
{
    public const string Setting = "PublicUrl";

    /// <exception cref="InvalidOperationException">Asked before the process listens, without the setting.</exception>
    public Uri Root => new(configuration[Setting] is { Length: > 0 } configured
        ? configured.TrimEnd('/') + "/"
        : Reachable(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The process does not listen yet, and PublicUrl is not set.")));

    public Uri For(string path) => new(Root, path.TrimStart('/'));

    /// <summary>A wildcard is something to listen on, not something to call.</summary>
    private static string Reachable(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.Host is "*" or "+" or "[::]" or "0.0.0.0" or "::"
            ? $"{binding.Scheme}://localhost:{binding.Port}/"
            : address.TrimEnd('/') + "/";
    }
}
