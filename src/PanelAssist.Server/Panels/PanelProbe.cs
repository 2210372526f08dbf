using PanelAssist.Server.Panels.Calls;
using PanelAssist.Server.Panels.CustomerApi;
using PanelAssist.Server.Panels.PerfectPanel;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels;

/// <summary>One thing that was tried on a new panel, and what came back. Holds no key.</summary>
internal sealed record ProbeAttempt(string Tried, string CameBack);

/// <summary>What trying a new panel showed.</summary>
internal abstract record ProbeResult
{
    private ProbeResult()
    {
    }

    public sealed record Connected(PanelKind Kind, PanelCapabilities Capabilities) : ProbeResult;

    public sealed record Failed(IReadOnlyList<ProbeAttempt> Attempts) : ProbeResult;
}

/// <summary>
/// Tries a panel's APIs with the keys an owner gave: a few reads, nothing that changes the panel. Every key given must
/// work, since a wrong one found out later is found out by customers.
/// </summary>
internal sealed class PanelProbe(IHttpClientFactory http, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    /// <summary>A pause longer than this is not worth an owner's waiting.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    /// <param name="kind">As in the management API: <c>auto</c>, <c>perfect-v2</c> or <c>customer-v2</c>.</param>
    /// <param name="baseUrl">From <see cref="PanelAddress.TryNormalize"/>.</param>
    public async Task<ProbeResult> TryConnectAsync(string kind, Uri baseUrl, string? adminKey, string? apiKey, CancellationToken cancellationToken)
    {
        if (kind is not ("auto" or "perfect-v2" or "customer-v2"))
        {
            return Failure("the kind", $"'{PanelText.Clean(kind, maxLength: 20)}' is not spoken yet; auto, perfect-v2 and customer-v2 are.");
        }

        if (kind == "perfect-v2" && string.IsNullOrWhiteSpace(adminKey))
        {
            return Failure("the admin key", "perfect-v2 needs an admin API key; without one, choose customer-v2.");
        }

        if (!IsSendable(adminKey) || !IsSendable(apiKey))
        {
            return Failure("the keys", "A key contains a space, a line break or a letter that is not ASCII: copy it again.");
        }

        using var timeout = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var calls = new PanelHttp(http.CreateClient(PanelHttp.ClientName), time);
        var adminApi = kind == "customer-v2" || string.IsNullOrWhiteSpace(adminKey)
            ? null
            : await TryAdminApiAsync(new AdminV2Client(calls), baseUrl, new Secret(adminKey.Trim()), either.Token);
        var customerApi = await TryCustomerApiAsync(new CustomerApiClient(calls), baseUrl, apiKey, either.Token);
        cancellationToken.ThrowIfCancellationRequested();

        var capabilities = (adminApi?.Can ?? PanelCapabilities.None) | customerApi.Can;
        var failures = new[] { adminApi?.Failure, customerApi.Failure }.OfType<ProbeAttempt>().ToArray();
        // A panel may keep its customer API elsewhere or closed: with the admin API and no API key given, that is no failure.
        var keysWork = adminApi is not { Failure: not null } && (customerApi.Failure is null || (adminApi is not null && string.IsNullOrWhiteSpace(apiKey)));
        return keysWork
            ? new ProbeResult.Connected(adminApi is null ? PanelKind.CustomerV2 : PanelKind.PerfectV2, capabilities)
            : new ProbeResult.Failed(failures);
    }

    private async Task<Finding> TryAdminApiAsync(AdminV2Client api, Uri panel, Secret key, CancellationToken cancellationToken)
    {
        var result = await OnceMoreAfterPauseAsync(() => api.ProbeAsync(panel, key, cancellationToken), cancellationToken);
        return result.Fault is null
            ? new Finding(PanelCapabilities.ReadAllOrders | PanelCapabilities.ReadUsers | PanelCapabilities.RequestCancel, null)
            : new Finding(PanelCapabilities.None, new ProbeAttempt($"admin API v2 with the admin key, GET {Shown(panel)}/adminapi/v2/orders", Explain(result, "admin key")));
    }

    private async Task<Finding> TryCustomerApiAsync(CustomerApiClient api, Uri panel, string? apiKey, CancellationToken cancellationToken)
    {
        var tried = $"POST {Shown(panel)}/api/v2, action=balance";
        if (!string.IsNullOrWhiteSpace(apiKey))
        {
            var key = new Secret(apiKey.Trim());
            var balance = await OnceMoreAfterPauseAsync(() => api.ReadBalanceAsync(panel, key, cancellationToken), cancellationToken);
            return balance.Fault is null
                ? new Finding(PanelCapabilities.CustomerKeys | PanelCapabilities.ReadServices, null)
                : new Finding(PanelCapabilities.None, new ProbeAttempt("customer API v2 with the API key, " + tried, Explain(balance, "API key")));
        }

        // No key to show, so one that cannot exist: the API proves that it is there by saying no.
        var refusal = await OnceMoreAfterPauseAsync(() => api.ReadBalanceAsync(panel, new Secret("connection-test"), cancellationToken), cancellationToken);
        return refusal.End is CallEnd.KeyRefused or CallEnd.Answered
            ? new Finding(PanelCapabilities.CustomerKeys | PanelCapabilities.ReadServices, null)
            : new Finding(PanelCapabilities.None, new ProbeAttempt("customer API v2 without a key, " + tried, Explain(refusal, "API key")));
    }

    private async Task<CallResult<T>> OnceMoreAfterPauseAsync<T>(Func<Task<CallResult<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        var result = await call();
        if (result.End is not CallEnd.Limited || (result.RetryAfter ?? TimeSpan.FromSeconds(1)) is var pause && pause > MaxPause)
        {
            return result;
        }

        try
        {
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return result;
        }

        return await call();
    }

    private static string Explain<T>(CallResult<T> result, string keyName)
        where T : class => result.End switch
        {
            CallEnd.KeyRefused => $"The panel refuses the {keyName}: {result.Detail} Create a new one in the panel's settings and paste it again.",
            CallEnd.Answered => $"The panel says: {result.Detail} Check the address and the {keyName}.",
            CallEnd.Limited => $"{result.Detail} Try again in a minute.",
            CallEnd.Failed => $"{result.Detail} Check the address, and that the panel is up.",
            CallEnd.Malformed => $"{result.Detail} The address may be wrong, or a protection page (such as Cloudflare's) stands in front: let the API paths through it.",
        };

    private static ProbeResult.Failed Failure(string tried, string cameBack) => new([new ProbeAttempt(tried, cameBack)]);

    private static bool IsSendable(string? key) => key is null || key.Trim().All(c => c is > ' ' and < '\u007f');

    private static string Shown(Uri panel) => PanelText.Clean(panel.AbsoluteUri.TrimEnd('/'));

    private sealed record Finding(PanelCapabilities Can, ProbeAttempt? Failure);
}
