using System.Text.Json;
using PanelAssist.Server.Panels.Calls;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels.PerfectPanel;

/// <summary>Perfect Panel's admin API v2. It has no route that lists services and none that starts a refill.</summary>
internal sealed class AdminV2Client(PanelHttp http)
{
    /// <summary>Orders in one call. A null in the answer means: the panel cut its list short, ask again for that one.</summary>
    public async Task<CallResult<OrderAnswer?[]>> ReadOrdersAsync(Uri panel, Secret key, string[] ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = await http.SendAsync(
            PanelRequest.Get(Address(panel, $"orders?ids={string.Join(',', ids.Select(Uri.EscapeDataString))}&limit={Math.Max(100, ids.Length)}"), key),
            reply => AdminV2Orders.Read(reply, ids, now),
            cancellationToken);
        // The owner's key may list orders: an error here is the panel being out of order, whatever its status.
        return result is { End: CallEnd.Answered, Fault: PanelFault.Refused } && !PanelErrors.IsAboutOrder(result.Detail)
            ? result with { End = CallEnd.Malformed, Fault = PanelFault.Unavailable }
            : result;
    }

    /// <summary>Whether the admin API is there and takes the key; changes nothing.</summary>
    public Task<CallResult<object>> ProbeAsync(Uri panel, Secret key, CancellationToken cancellationToken) =>
        http.SendAsync(
            PanelRequest.Get(Address(panel, "orders?limit=1"), key),
            reply => AdminV2Orders.List(reply) is null ? null : new object(),
            cancellationToken);

    public Task<CallResult<PanelUser[]>> FindUsersAsync(Uri panel, Secret key, string username, CancellationToken cancellationToken) =>
        http.SendAsync(
            PanelRequest.Get(Address(panel, $"users?username={Uri.EscapeDataString(username)}&limit=100"), key),
            AdminV2Users.Read,
            cancellationToken);

    /// <param name="idsField">Public clients disagree about the field's name, so the connection says it.</param>
    public Task<CallResult<WriteAnswer[]>> RequestCancelAsync(Uri panel, Secret key, string idsField, string[] ids, CancellationToken cancellationToken) =>
        http.SendAsync(
            PanelRequest.Json(
                Address(panel, "orders/request-cancel"),
                key,
                isWrite: true,
                JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { [idsField] = string.Join(',', ids) })),
            reply => AdminV2Orders.ReadBulkResult(reply, ids),
            cancellationToken);

    private static Uri Address(Uri panel, string route) => new(panel.AbsoluteUri.TrimEnd('/') + "/adminapi/v2/" + route);
}
