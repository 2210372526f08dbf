using System.Text.Json;

namespace PanelAssist.Server.Tests.Api;

/// <summary>Secrets are in the one answer that shows them, and nowhere else: not in a later answer, not in a log at any level.</summary>
public sealed class NoSecretsTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public async Task No_later_answer_and_no_log_line_holds_a_secret()
    {
        const string AdminKey = "very-private-admin-key", OwnerKey = "very-private-owner-key", CustomerKey = "very-private-customer-key";
        const string BotToken = "123456789:AAF-very_private_bot_token_0000", NewBotToken = "123456789:AAF-another_private_bot_token_0";
        var tenant = await host.CreateTenantAsync();
        var panel = (await tenant.Api.PostAsync("/api/v1/panels", new { name = "p", kind = "auto", baseUrl = "https://panel.example.com", adminKey = AdminKey, apiKey = OwnerKey })).GetProperty("id").GetGuid();
        var settings = new { token = BotToken };
        var panelIds = new List<Guid> { panel };
        var created = await tenant.Api.PostAsync("/api/v1/channels", new { kind = "telegram", name = "c", panelIds, settings });
        var channel = created.GetProperty("id").GetGuid();
        var (_, rotated) = await tenant.Api.SendAsync("POST", $"/api/v1/channels/{channel}/rotate-secret");
        var (readToken, readTokenId) = await tenant.CreateTokenAsync("read");
        string[] secrets =
        [
            AdminKey, OwnerKey, CustomerKey, BotToken, NewBotToken, tenant.Token, readToken, ManagementApiHost.OperatorToken,
            created.GetProperty("hookSecret").GetString()!, rotated.GetProperty("hookSecret").GetString()!,
        ];

        List<JsonElement> answers =
        [
            await tenant.Api.PostAsync("/api/v1/links", new { channelId = channel, externalId = "5", panelId = panel, username = "maria", panelApiKey = CustomerKey }),
            (await tenant.Api.SendAsync("PATCH", $"/api/v1/panels/{panel}", new { adminKey = AdminKey, apiKey = OwnerKey })).Body,
            (await tenant.Api.SendAsync("PATCH", $"/api/v1/channels/{channel}", new { settings = new { token = NewBotToken } })).Body,

            // Refused with secrets in them, in every way a body can be refused.
            (await tenant.Api.SendAsync("POST", "/api/v1/panels", new { name = "p", kind = "auto", baseUrl = "https://unreachable.example", adminKey = AdminKey })).Body,
            (await tenant.Api.SendAsync("POST", "/api/v1/panels", new { kind = AdminKey.Length, adminKey = AdminKey })).Body,
            (await tenant.Api.SendAsync("POST", "/api/v1/panels", new { adminKey = AdminKey + " " + OwnerKey })).Body,
            (await tenant.Api.SendAsync("POST", "/api/v1/channels", new { kind = "telegram", settings = new { token = BotToken + "!" } })).Body,
            (await host.Client(tenant.Token + "x").SendAsync("GET", "/api/v1/panels")).Body,
            (await host.Client(readToken).SendAsync("POST", "/api/v1/tokens", new { name = tenant.Token })).Body,
        ];
        foreach (var path in (string[])["tokens", "panels", $"panels/{panel}", "channels", $"channels/{channel}", "links", "audit"])
        {
            answers.Add(await tenant.Api.GetJsonAsync($"/api/v1/{path}"));
        }

        await tenant.Api.SendAsync("DELETE", $"/api/v1/tokens/{readTokenId}");
        await tenant.Api.SendAsync("DELETE", $"/api/v1/channels/{channel}");
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(answers, answer => answer.ToString().Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(host.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }

        Assert.Contains(host.Log.Lines, line => line.Contains("INSERT INTO", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_stored_is_readable()
    {
        var tenant = await host.CreateTenantAsync();
        await tenant.ConnectPanelAsync();
        await host.FlushAsync();
        foreach (var file in host.DatabaseFiles)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf("admin-key-0123456789"u8));
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(tenant.Token)));
        }
    }
}
