using System.Text.Json;

namespace PanelAssist.Server.Tests.Api;

public sealed class PanelAndChannelTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    private const string BotToken = "123456789:AAF-bot_token_bot_token_bot_token_0";

    [Fact]
    public async Task A_panel_is_shown_with_what_it_can_do_and_without_its_keys()
    {
        var tenant = await host.CreateTenantAsync();
        var id = await tenant.ConnectPanelAsync();
        var panel = await tenant.Api.GetJsonAsync($"/api/v1/panels/{id}");
        Assert.Equal("perfect-v2", panel.GetProperty("kind").GetString());
        Assert.Equal("read_all_orders customer_keys read_users request_cancel read_services", string.Join(' ', panel.GetProperty("capabilities").EnumerateArray().Select(name => name.GetString())));
        Assert.True(panel.GetProperty("hasAdminKey").GetBoolean());
        Assert.DoesNotContain("admin-key", panel.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_panel_that_cannot_be_reached_is_refused_with_what_was_tried_and_not_stored()
    {
        var tenant = await host.CreateTenantAsync();
        var (status, problem) = await tenant.Api.SendAsync("POST", "/api/v1/panels", new { name = "x", kind = "auto", baseUrl = "https://unreachable.example", adminKey = "admin-key-0123456789" });
        Assert.Equal(422, status);
        Assert.NotEmpty(problem.GetProperty("tried").EnumerateArray());
        Assert.DoesNotContain("admin-key", problem.ToString(), StringComparison.Ordinal);
        Assert.Empty((await tenant.Api.GetJsonAsync("/api/v1/panels")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("smartpanel", "https://panel.example.com", "kind")]
    [InlineData("nonsense", "https://panel.example.com", "kind")]
    [InlineData("auto", "not an address", "baseUrl")]
    [InlineData("auto", "file:///etc/passwd", "baseUrl")]
    [InlineData("auto", "https://user:pass@panel.example.com", "baseUrl")]
    [InlineData("auto", "", "baseUrl")]
    public async Task A_panel_that_cannot_be_meant_is_refused_by_field(string kind, string baseUrl, string field)
    {
        var tenant = await host.CreateTenantAsync();
        var (status, problem) = await tenant.Api.SendAsync("POST", "/api/v1/panels", new { name = "x", kind, baseUrl, adminKey = "k" });
        Assert.Equal(422, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task A_panel_without_keys_is_for_customers_who_bring_their_own()
    {
        var tenant = await host.CreateTenantAsync();
        var panel = await tenant.Api.PostAsync("/api/v1/panels", new { name = "x", kind = "customer-v2", baseUrl = "panel.example.com" });
        Assert.Equal("https://panel.example.com/", panel.GetProperty("baseUrl").GetString());
        Assert.False(panel.GetProperty("hasAdminKey").GetBoolean());
    }

    [Fact]
    public async Task New_keys_of_a_panel_reach_its_gateway_and_the_audit()
    {
        var tenant = await host.CreateTenantAsync();
        var id = await tenant.ConnectPanelAsync();
        var (status, panel) = await tenant.Api.SendAsync("PATCH", $"/api/v1/panels/{id}", new { name = "Renamed", apiKey = "owner-key-1", bulkIdsField = "order_id" });
        Assert.Equal(200, status);
        Assert.Equal("Renamed", panel.GetProperty("name").GetString());
        Assert.True(panel.GetProperty("hasApiKey").GetBoolean());
        Assert.Equal("order_id", panel.GetProperty("bulkIdsField").GetString());
        Assert.Contains(host.Grains.Calls, call => call.Method == "ForgetSettingsAsync" && call.Key == $"{tenant.Id:N}/{id:N}");
        Assert.Contains(await AuditAsync(tenant), action => action == "panel.keys_changed");
    }

    [Fact]
    public async Task A_panel_goes_only_after_the_channels_that_answer_for_it()
    {
        var tenant = await host.CreateTenantAsync();
        var panel = await tenant.ConnectPanelAsync();
        var channel = (await tenant.ConnectWebChatAsync(panel)).GetProperty("id").GetGuid();
        Assert.Equal(409, (await tenant.Api.SendAsync("DELETE", $"/api/v1/panels/{panel}")).Status);
        Assert.Equal(204, (await tenant.Api.SendAsync("DELETE", $"/api/v1/channels/{channel}")).Status);
        Assert.Equal(204, (await tenant.Api.SendAsync("DELETE", $"/api/v1/panels/{panel}")).Status);
        Assert.Equal(404, (await tenant.Api.SendAsync("GET", $"/api/v1/panels/{panel}")).Status);
    }

    [Fact]
    public async Task A_telegram_bot_is_registered_at_once_and_gets_a_secret_telegram_takes()
    {
        var tenant = await host.CreateTenantAsync();
        var created = await ConnectBotAsync(tenant);
        var id = created.GetProperty("id").GetGuid();
        Assert.Matches("^[A-Za-z0-9_-]{43}$", created.GetProperty("hookSecret").GetString());
        Assert.EndsWith($"/hooks/telegram/{id}", created.GetProperty("hookUrl").GetString(), StringComparison.Ordinal);
        Assert.Contains(("activate", id), host.Telegram.Calls);
        var shown = await tenant.Api.GetJsonAsync($"/api/v1/channels/{id}");
        Assert.Equal("""{"delivery":"auto"}""", shown.GetProperty("settings").ToString());
        Assert.Equal("active", shown.GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_telegram_refuses_is_told_in_its_words_and_not_stored()
    {
        var tenant = await host.CreateTenantAsync();
        var panel = await tenant.ConnectPanelAsync();
        using var refusal = host.Telegram.Refusing("Unauthorized");
        var (status, problem) = await tenant.Api.SendAsync("POST", "/api/v1/channels", Bot(panel));
        Assert.Equal(422, status);
        Assert.Contains("Unauthorized", problem.GetProperty("errors").GetProperty("settings")[0].GetString(), StringComparison.Ordinal);
        Assert.Empty((await tenant.Api.GetJsonAsync("/api/v1/channels")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_new_token_that_is_refused_leaves_the_channel_as_it_was()
    {
        var tenant = await host.CreateTenantAsync();
        var id = (await ConnectBotAsync(tenant)).GetProperty("id").GetGuid();
        using (host.Telegram.Refusing("Unauthorized"))
        {
            var (status, _) = await tenant.Api.SendAsync("PATCH", $"/api/v1/channels/{id}", new { name = "Renamed", settings = new { token = "987654321:AAF-other_token_other_token_other_0" } });
            Assert.Equal(422, status);
        }

        var shown = await tenant.Api.GetJsonAsync($"/api/v1/channels/{id}");
        Assert.Equal("Bot", shown.GetProperty("name").GetString());
        Assert.Equal(BotToken, await host.CredentialAsync(tenant.Id, id));
    }

    [Fact]
    public async Task A_channel_can_be_switched_off_and_on()
    {
        var tenant = await host.CreateTenantAsync();
        var id = (await ConnectBotAsync(tenant)).GetProperty("id").GetGuid();
        var (_, off) = await tenant.Api.SendAsync("PATCH", $"/api/v1/channels/{id}", new { enabled = false });
        Assert.Equal("disabled", off.GetProperty("state").GetString());
        Assert.Contains(("deactivate", id), host.Telegram.Calls);
        var (_, on) = await tenant.Api.SendAsync("PATCH", $"/api/v1/channels/{id}", new { enabled = true });
        Assert.Equal("active", on.GetProperty("state").GetString());
        Assert.Equal(2, host.Telegram.Calls.Count(call => call == ("activate", id)));
    }

    [Fact]
    public async Task A_rotated_secret_is_another_one_and_is_registered()
    {
        var tenant = await host.CreateTenantAsync();
        var created = await ConnectBotAsync(tenant);
        var id = created.GetProperty("id").GetGuid();
        var (status, rotated) = await tenant.Api.SendAsync("POST", $"/api/v1/channels/{id}/rotate-secret");
        Assert.Equal(200, status);
        Assert.False(created.GetProperty("hookSecret").GetString() == rotated.GetProperty("hookSecret").GetString());
        Assert.Equal(2, host.Telegram.Calls.Count(call => call == ("activate", id)));
    }

    [Theory]
    [InlineData("telegram", """{"delivery":"webhook"}""", "settings.token")]
    [InlineData("telegram", """{"token":"no token"}""", "settings.token")]
    [InlineData("telegram", """{"token":"123456789:AAF-bot_token_bot_token_bot_token_0","delivery":"pigeon"}""", "settings.delivery")]
    [InlineData("telegram", """{"token":"123456789:AAF-bot_token_bot_token_bot_token_0","delivry":"auto"}""", "settings.delivry")]
    [InlineData("webchat", """{"allowedOrigins":"https://a.example"}""", "settings.allowedOrigins")]
    [InlineData("webchat", """{"allowedOrigins":["https://a.example/path"]}""", "settings.allowedOrigins")]
    [InlineData("webchat", """{"allowedOrigins":["javascript:alert(1)"]}""", "settings.allowedOrigins")]
    [InlineData("webchat", """{"allowedOrigins":["https://*.example"]}""", "settings.allowedOrigins")]
    [InlineData("webchat", """{"title":5}""", "settings.title")]
    [InlineData("webchat", """{"color":"red"}""", "settings.color")]
    [InlineData("webchat", """[]""", "settings")]
    public async Task Wrong_settings_are_refused_by_name(string kind, string settings, string field)
    {
        var tenant = await host.CreateTenantAsync();
        var panelIds = new List<Guid> { await tenant.ConnectPanelAsync() };
        var (status, problem) = await tenant.Api.SendAsync("POST", "/api/v1/channels", new { kind, name = "x", panelIds, settings = JsonSerializer.Deserialize<JsonElement>(settings) });
        Assert.Equal(422, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("https://Shop.Example.com", "https://shop.example.com")]
    [InlineData("https://shop.example.com:443/", "https://shop.example.com")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    public async Task Origins_are_kept_in_the_form_browsers_send(string given, string kept)
    {
        var tenant = await host.CreateTenantAsync();
        var panelIds = new List<Guid> { await tenant.ConnectPanelAsync() };
        var created = await tenant.Api.PostAsync("/api/v1/channels", new { kind = "webchat", name = "x", panelIds, settings = new { allowedOrigins = new List<string> { given } } });
        Assert.Contains("/chat/", created.GetProperty("hookUrl").GetString(), StringComparison.Ordinal);
        var shown = await tenant.Api.GetJsonAsync($"/api/v1/channels/{created.GetProperty("id").GetGuid()}");
        Assert.Equal(kept, shown.GetProperty("settings").GetProperty("allowedOrigins")[0].GetString());
    }

    private static object Bot(Guid panel) => new { kind = "telegram", name = "Bot", panelIds = new List<Guid> { panel }, settings = new { token = BotToken, delivery = "auto" } };

    private static async Task<JsonElement> ConnectBotAsync(ApiTenant tenant) => await tenant.Api.PostAsync("/api/v1/channels", Bot(await tenant.ConnectPanelAsync()));

    private static async Task<List<string?>> AuditAsync(ApiTenant tenant) =>
        [.. (await tenant.Api.GetJsonAsync("/api/v1/audit")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("action").GetString())];
}
