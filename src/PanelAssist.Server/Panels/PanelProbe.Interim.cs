namespace PanelAssist.Server.Panels;

/// <summary>Stands in for the probe until the panel protocols are merged; this file goes away then.</summary>
internal sealed class PanelProbe
{
    private readonly string _unreachable = "unreachable";

    public Task<ProbeResult> TryConnectAsync(string kind, string baseUrl, string? adminKey, string? apiKey, CancellationToken cancellationToken) =>
        Task.FromResult<ProbeResult>(baseUrl.Contains(_unreachable, StringComparison.Ordinal)
            ? new ProbeResult.Failed(["GET /: no answer"])
            : new ProbeResult.Connected(
                kind == "customer-v2" ? PanelKind.CustomerV2 : PanelKind.PerfectV2,
                new Uri(baseUrl),
                PanelCapabilities.ReadAllOrders | PanelCapabilities.ReadServices));
}

internal abstract record ProbeResult
{
    private ProbeResult()
    {
    }

    public sealed record Connected(PanelKind Kind, Uri BaseUrl, PanelCapabilities Capabilities) : ProbeResult;

    public sealed record Failed(IReadOnlyList<string> Tried) : ProbeResult;
}
