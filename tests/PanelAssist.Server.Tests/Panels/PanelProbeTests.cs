using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Tests.Panels;

public sealed class PanelProbeTests : IAsyncLifetime
{
    private const string AdminKey = "admin-key-abcdef";
    private const string ApiKey = "api-key-abcdef";
    private const PanelCapabilities Admin = PanelCapabilities.ReadAllOrders | PanelCapabilities.ReadUsers | PanelCapabilities.RequestCancel;
    private const PanelCapabilities Customer = PanelCapabilities.CustomerKeys | PanelCapabilities.ReadServices;

    private FakePanel _panel = null!;

    public async ValueTask InitializeAsync()
    {
        _panel = await FakePanel.StartAsync();
        _panel.Answer = (call, http) => http.Response.WriteAsync(call switch
        {
            { Path: "/adminapi/v2/orders", Key: AdminKey } => PanelReplies.AdminOrders(["71"]),
            { Path: "/adminapi/v2/orders" } => """{"data":[],"error_message":"Invalid api key","error_code":101}""",
            { Path: "/api/v2", Key: ApiKey } => """{"balance":"1.00","currency":"USD"}""",
            _ => """{"error":"Invalid API key"}""",
        });
    }

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Theory]
    [InlineData("auto", AdminKey, ApiKey, "PerfectV2", (int)(Admin | Customer))]
    [InlineData("auto", AdminKey, null, "PerfectV2", (int)(Admin | Customer))]
    [InlineData("auto", null, ApiKey, "CustomerV2", (int)Customer)]
    [InlineData("auto", null, null, "CustomerV2", (int)Customer)]
    [InlineData("customer-v2", null, ApiKey, "CustomerV2", (int)Customer)]
    public async Task A_panel_is_known_by_what_answers(string kind, string? adminKey, string? apiKey, string expected, int capabilities)
    {
        var result = Assert.IsType<ProbeResult.Connected>(await ProbeAsync(kind, _panel.Address, adminKey, apiKey));
        Assert.Equal((expected, (PanelCapabilities)capabilities), (result.Kind.ToString(), result.Capabilities));
        Assert.InRange(_panel.Calls.Count, 1, 6);
        Assert.All(_panel.Calls, call => Assert.True(call.Method == "GET" || call.Action == "balance"));
    }

    [Theory]
    [InlineData("wrong-admin-key", ApiKey, "refuses the admin key")]
    [InlineData(AdminKey, "wrong-api-key", "refuses the API key")]
    [InlineData("two words", null, "copy it again")]
    public async Task A_key_that_does_not_work_is_a_failure_that_does_not_show_it(string adminKey, string? apiKey, string words)
    {
        var result = Assert.IsType<ProbeResult.Failed>(await ProbeAsync("auto", _panel.Address, adminKey, apiKey));
        Assert.Contains(words, result.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain(adminKey, result.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain(apiKey ?? AdminKey, result.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>Welcome</html>", "An HTML page came instead of JSON")]
    [InlineData(302, "", "redirects to elsewhere.example")]
    [InlineData(500, "", "The panel failed (HTTP 500)")]
    [InlineData(404, "", "An empty body came instead of JSON")]
    public async Task Something_else_at_the_address_is_named(int status, string body, string words)
    {
        _panel.Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "https://elsewhere.example/secret-path";
            return http.Response.WriteAsync(body);
        };
        var result = Assert.IsType<ProbeResult.Failed>(await ProbeAsync("auto", _panel.Address, AdminKey, null));
        Assert.Contains(words, result.ToText(), StringComparison.Ordinal);
        Assert.Contains("/adminapi/v2/orders", result.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_address_is_refused_unless_the_operator_allows_it()
    {
        var result = Assert.IsType<ProbeResult.Failed>(await ProbeAsync("auto", _panel.Address, AdminKey, null, allowed: ""));
        Assert.Contains("private or reserved network", result.ToText(), StringComparison.Ordinal);
        Assert.Empty(_panel.Calls);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_named()
    {
        var result = Assert.IsType<ProbeResult.Failed>(await ProbeAsync("auto", new Uri("https://no-such-host.invalid"), AdminKey, null));
        Assert.Contains("The host name is not known", result.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_is_not_spoken_is_refused_without_a_call()
    {
        Assert.IsType<ProbeResult.Failed>(await ProbeAsync("rental", _panel.Address, AdminKey, null));
        Assert.Empty(_panel.Calls);
    }

    private static async Task<ProbeResult> ProbeAsync(string kind, Uri address, string? adminKey, string? apiKey, string allowed = "127.0.0.0/8, 10.0.0.0/8")
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Outbound:AllowedPrivateNetworks", allowed)])
            .Build();
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddPanels(configuration).BuildServiceProvider();
        return await services.GetRequiredService<PanelProbe>().TryConnectAsync(kind, address, adminKey, apiKey, TestContext.Current.CancellationToken);
    }
}

internal static class ProbeResultText
{
    public static string ToText(this ProbeResult.Failed failed) => string.Join('\n', failed.Attempts.Select(attempt => $"{attempt.Tried}: {attempt.CameBack}"));
}
