using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Limits;

/// <summary>A client's address and scheme are what a trusted proxy says, and never what a client says.</summary>
public sealed class TrustedProxyTests(PanelAssistApp app)
{
    private const string Own = "http 127.0.0.1";

    [Theory]
    [InlineData("", "203.0.113.9", "https", Own)]
    [InlineData("10.0.0.0/8", "203.0.113.9", "https", Own)]
    [InlineData("127.0.0.0/8", "203.0.113.9", "https", "https 203.0.113.9")]
    [InlineData("10.0.0.0/8, 127.0.0.1", "203.0.113.9", "https", "https 203.0.113.9")]
    [InlineData("127.0.0.0/8", "6.6.6.6, 203.0.113.9", "https", "https 203.0.113.9")]
    [InlineData("127.0.0.0/8", "10.0.0.1, 203.0.113.9", "http", "http 203.0.113.9")]
    [InlineData("127.0.0.0/8,10.0.0.0/8", "6.6.6.6, 203.0.113.9, 10.0.0.1", "https", "https 203.0.113.9")]
    [InlineData("127.0.0.0/8", "2001:db8::7", "https", "https 2001:db8::7")]
    [InlineData("127.0.0.0/8", "not an address", null, Own)]
    [InlineData("127.0.0.0/8", "6.6.6.6, not an address", null, Own)]
    [InlineData("127.0.0.0/8", null, null, Own)]
    public async Task The_client_is_who_the_last_trusted_proxy_saw(string trusted, string? forwardedFor, string? scheme, string seen)
    {
        await using var host = await GateHost.StartAsync(("Hosts:TrustedProxies", trusted));
        var headers = new List<(string, string)> { ("Forwarded", "for=6.6.6.6;proto=https"), ("X-Real-IP", "6.6.6.6"), ("X-Original-For", "6.6.6.6") };
        if (forwardedFor is not null)
        {
            headers.Add(("X-Forwarded-For", forwardedFor));
        }

        if (scheme is not null)
        {
            headers.Add(("X-Forwarded-Proto", scheme));
        }

        Assert.Equal(seen, await host.SeenAsync([.. headers]));
    }

    [Theory]
    [InlineData("10.0.0.0/40")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("everybody")]
    public async Task A_network_that_cannot_be_read_stops_the_start(string network)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => GateHost.StartAsync(("Hosts:TrustedProxies", network)));
        Assert.Contains("Hosts:TrustedProxies", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_keeps_the_clients_address_and_does_not_believe_the_client()
    {
        Assert.Equal("127.0.0.1", await AuditedAddressAsync(app));
        await using var behindProxy = await PanelAssistApp.StartAsync(("Hosts:TrustedProxies", "127.0.0.0/8"));
        Assert.Equal("203.0.113.9", await AuditedAddressAsync(behindProxy));
    }

    /// <summary>Of a call that came with a header a client could have begun.</summary>
    private static async Task<string?> AuditedAddressAsync(PanelAssistApp app)
    {
        var owner = await app.CreateTenantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tokens") { Content = System.Net.Http.Json.JsonContent.Create(new { name = "t", scopes = (string[])["read"] }) };
        request.Headers.Authorization = new("Bearer", owner.Token);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "6.6.6.6, 203.0.113.9");
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        return (await owner.ItemsAsync("audit"))[0].GetProperty("address").GetString();
    }
}
