using System.Text.Json;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Limits;

/// <summary>Bursts are small here and nothing grows back within a test.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Calls_of_one_address_are_limited_before_the_token_is_looked_at_and_hooks_and_chats_are_not()
    {
        await using var app = await PanelAssistApp.StartAsync(("Limits:AddressPerMinute", "1"), ("Limits:AddressBurst", "12"));
        var shop = await app.OpenShopAsync();
        var statuses = new List<int>();
        for (var call = 0; call < 12; call++)
        {
            statuses.Add((await app.SendAsync(HttpMethod.Get, "/api/v1/panels", "pa_guessed")).Status);
        }

        Assert.Equal([401, 429], statuses.Distinct());
        Assert.Equal(429, (await shop.Owner.CallAsync(HttpMethod.Get, "panels")).Status);
        await app.MetricPassesAsync("panelassist_limits_refused_total", 0);
        for (var update = 0; update < 30; update++)
        {
            Assert.Equal(200, await shop.Telegram.DeliverAsync($$"""{"update_id":{{shop.Telegram.FreshUpdateId()}}}"""));
        }

        await shop.WebChat.StrangerAsync();
    }

    [Fact]
    public async Task A_refusal_is_a_problem_that_says_when_to_come_again()
    {
        await using var app = await PanelAssistApp.StartAsync(("Limits:TokenPerMinute", "2"), ("Limits:TokenBurst", "3"));
        var owner = await app.CreateTenantAsync();
        Assert.Equal([200, 200, 200], await StatusesAsync(app, owner.Token, 3));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/panels");
        request.Headers.Authorization = new("Bearer", owner.Token);
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(429, (int)answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("with this token", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_token_and_each_tenant_has_its_own_share()
    {
        await using var app = await PanelAssistApp.StartAsync(("Limits:TokenPerMinute", "1"), ("Limits:TokenBurst", "6"), ("Limits:TenantPerMinute", "1"), ("Limits:TenantBurst", "10"));
        var (owner, other) = (await app.CreateTenantAsync(), await app.CreateTenantAsync());
        var second = (await owner.PostAsync("tokens", new { name = "second", scopes = (string[])["read"] })).GetProperty("token").GetString()!;

        // The owner's token has five left, and the tenant nine.
        Assert.Equal([200, 200, 200, 200, 200, 429], await StatusesAsync(app, owner.Token, 6));
        Assert.Equal([200, 200, 200, 200, 429, 429], await StatusesAsync(app, second, 6));
        Assert.Equal([200], (await StatusesAsync(app, other.Token, 6)).Distinct());
    }

    [Fact]
    public async Task Tries_to_sign_in_have_a_lower_limit_of_their_own()
    {
        await using var host = await GateHost.StartAsync(
            ("Hosts:TrustedProxies", "127.0.0.1"), ("Limits:SignInPerMinute", "1"), ("Limits:SignInBurst", "2"), ("Limits:AddressPerMinute", "1"), ("Limits:AddressBurst", "4"));
        var (one, same, other) = (("X-Forwarded-For", "2001:db8:0:1::1"), ("X-Forwarded-For", "2001:db8:0:1::2"), ("X-Forwarded-For", "2001:db8:0:2::1"));
        Assert.Equal([200, 200, 429], await StatusesAsync(("/sign-in", one), ("/sign-in", same), ("/sign-in", one)));
        Assert.Equal([200, 200, 429], await StatusesAsync(("/call", one), ("/call", one), ("/call", same)));
        Assert.Equal([200, 200, 200], await StatusesAsync(("/seen", one), ("/sign-in", other), ("/call", other)));

        async Task<List<int>> StatusesAsync(params (string Path, (string, string) From)[] calls)
        {
            var statuses = new List<int>();
            foreach (var (path, from) in calls)
            {
                statuses.Add(await host.StatusAsync(path, from));
            }

            return statuses;
        }
    }

    private static async Task<List<int>> StatusesAsync(PanelAssistApp app, string token, int count)
    {
        var statuses = new List<int>();
        for (var call = 0; call < count; call++)
        {
            statuses.Add((await app.SendAsync(HttpMethod.Get, "/api/v1/panels", token)).Status);
        }

        return statuses;
    }
}
