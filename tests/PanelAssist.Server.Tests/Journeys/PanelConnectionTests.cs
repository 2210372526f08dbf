using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Journeys;

/// <summary>Connecting panels that are there, that refuse, and that nobody should reach.</summary>
public sealed class PanelConnectionTests(PanelAssistApp app)
{
    private const string Key = "a-key-that-must-not-be-repeated";

    [Fact]
    public async Task A_panel_is_connected_with_what_it_can_do()
    {
        var owner = await app.CreateTenantAsync();
        var panel = await PlayedPanel.OpenAsync(app);
        var (status, body) = await owner.CallAsync(HttpMethod.Post, "panels", new { name = "Main", kind = "auto", baseUrl = panel.Address, adminKey = panel.AdminKey });
        Assert.Equal(201, status);
        Assert.Equal("perfect-v2", body.GetProperty("kind").GetString());
        Assert.NotEqual(0, body.GetProperty("capabilities").GetArrayLength());
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("perfect-v2")]
    [InlineData("customer-v2")]
    public async Task A_wrong_key_is_refused_with_what_was_tried_and_without_the_key(string kind)
    {
        var owner = await app.CreateTenantAsync();
        var panel = await PlayedPanel.OpenAsync(app);
        await RefusedAsync(owner, new { name = "Main", kind, baseUrl = panel.Address, adminKey = Key, apiKey = Key });
    }

    [Theory]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("truncated")]
    [InlineData("500")]
    [InlineData("drop-before")]
    public async Task A_panel_that_answers_nonsense_is_not_connected(string fault)
    {
        var owner = await app.CreateTenantAsync();
        var panel = await PlayedPanel.OpenAsync(app);
        await panel.MisbehavesAsync(fault);
        await RefusedAsync(owner, new { name = "Main", kind = "auto", baseUrl = panel.Address, adminKey = Key });
    }

    [Fact]
    public async Task An_address_where_no_panel_is_says_what_came_back()
    {
        var owner = await app.CreateTenantAsync();
        await RefusedAsync(owner, new { name = "Main", kind = "auto", baseUrl = new Uri(app.Outside.Address, "/panel/no-such-panel"), adminKey = Key });
        await RefusedAsync(owner, new { name = "Main", kind = "auto", baseUrl = "http://127.0.0.1:9", adminKey = Key });
    }

    [Fact]
    public async Task Private_networks_are_out_of_reach_unless_they_are_allowed()
    {
        await using var careful = await PanelAssistApp.StartAsync(("Outbound:AllowedPrivateNetworks", ""));
        var owner = await careful.CreateTenantAsync();
        var panel = await PlayedPanel.OpenAsync(careful);
        foreach (var host in new[] { "127.0.0.1", "localhost", "[::ffff:127.0.0.1]" })
        {
            var (status, body) = await owner.CallAsync(HttpMethod.Post, "panels", new
            {
                name = "Main",
                kind = "auto",
                baseUrl = new UriBuilder(panel.Address) { Host = host }.Uri,
                adminKey = panel.AdminKey,
            });
            Assert.True(status is 422, $"{host}: {status} {body}");
            Assert.DoesNotContain(panel.AdminKey, body.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(await panel.AskedAsync(""));
    }

    private static async Task RefusedAsync(Owner owner, object panel)
    {
        var (status, body) = await owner.CallAsync(HttpMethod.Post, "panels", panel);
        Assert.True(status is 422, $"{status} {body}");
        Assert.NotEqual(0, body.GetProperty("tried").GetArrayLength());
        Assert.DoesNotContain(Key, body.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await owner.ItemsAsync("panels"));
    }
}
