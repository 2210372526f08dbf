using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Outbound;

/// <summary>Where the product may connect on behalf of a tenant.</summary>
internal sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>
    /// Networks in CIDR form that are reachable although they are not public, on any port and without TLS.
    /// Empty by default; the sandbox needs 127.0.0.0/8.
    /// </summary>
    public IReadOnlyList<string> AllowedPrivateNetworks { get; set; } = [];

    /// <summary>Ports of public hosts. Anything else on a public address is not a panel's API.</summary>
    public IReadOnlyList<int> AllowedPorts { get; set; } = [443];

    /// <summary>Reads the section by hand: the list may be an array or, from an environment variable, one comma-separated text.</summary>
    public static void Bind(OutboundOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        options.AllowedPrivateNetworks = [.. Texts(section.GetSection(nameof(AllowedPrivateNetworks)))];
        var ports = Texts(section.GetSection(nameof(AllowedPorts))).Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var port) ? port : -1).ToArray();
        if (ports.Length > 0)
        {
            options.AllowedPorts = ports;
        }
    }

    private static IEnumerable<string> Texts(IConfigurationSection list) => list
        .GetChildren()
        .Select(child => child.Value)
        .Prepend(list.Value)
        .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

internal sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        if (options.AllowedPrivateNetworks.FirstOrDefault(text => !IPNetwork.TryParse(text, out _)) is { } network)
        {
            return ValidateOptionsResult.Fail($"{OutboundOptions.Section}:{nameof(OutboundOptions.AllowedPrivateNetworks)}: '{network}' is not a network such as 10.0.0.0/8.");
        }

        return options.AllowedPorts.All(port => port is > 0 and <= ushort.MaxValue)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{OutboundOptions.Section}:{nameof(OutboundOptions.AllowedPorts)}: a port is a number from 1 to 65535.");
    }
}
