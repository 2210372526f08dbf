using System.Net;
using System.Text.Json;

namespace PanelAssist.Server.Tests.Api;

public sealed class TenantAndTokenTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public async Task The_operator_creates_a_tenant_whose_token_works_at_once()
    {
        var tenant = await host.CreateTenantAsync();
        Assert.Matches("^pa_[A-Za-z0-9_-]{43}$", tenant.Token);
        var tokens = (await tenant.Api.GetJsonAsync("/api/v1/tokens")).GetProperty("items");
        Assert.Equal("all", Assert.Single(tokens.EnumerateArray()).GetProperty("scopes")[0].GetString());
    }

    [Fact]
    public async Task Tenants_are_listed_in_pages_without_gaps()
    {
        for (var count = 0; count < 5; count++)
        {
            await host.CreateTenantAsync();
        }

        var all = (await host.Operator.GetJsonAsync("/api/v1/tenants?limit=200")).GetProperty("items").EnumerateArray().Select(Id).ToList();
        var paged = new List<Guid>();
        for (string? next = null; ;)
        {
            var page = await host.Operator.GetJsonAsync("/api/v1/tenants?limit=2" + (next is null ? "" : "&cursor=" + next));
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(Id));
            next = page.GetProperty("next").GetString();
            if (next is null)
            {
                break;
            }
        }

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_by_the_very_next_call()
    {
        var tenant = await host.CreateTenantAsync();
        var (text, id) = await tenant.CreateTokenAsync("read");
        using var client = host.Client(text);
        Assert.Equal(200, (await client.SendAsync("GET", "/api/v1/panels")).Status);
        Assert.Equal(204, (await tenant.Api.SendAsync("DELETE", $"/api/v1/tokens/{id}")).Status);
        Assert.Equal(401, (await client.SendAsync("GET", "/api/v1/panels")).Status);
    }

    [Fact]
    public async Task A_token_revoked_on_another_node_is_refused_within_five_seconds()
    {
        var tenant = await host.CreateTenantAsync();
        var (text, id) = await tenant.CreateTokenAsync("read");
        using var client = host.Client(text);
        Assert.Equal(200, (await client.SendAsync("GET", "/api/v1/panels")).Status);
        await host.RevokeBehindTheApiAsync(tenant.Id, id);
        host.Time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal(401, (await client.SendAsync("GET", "/api/v1/panels")).Status);
    }

    [Fact]
    public async Task A_token_cannot_give_away_what_it_does_not_have()
    {
        var tenant = await host.CreateTenantAsync();
        var (text, _) = await tenant.CreateTokenAsync("manage");
        using var client = host.Client(text);
        string[] everything = ["all"];
        var (status, problem) = await client.SendAsync("POST", "/api/v1/tokens", new { name = "more", scopes = everything });
        Assert.Equal(422, status);
        Assert.Contains("all", problem.GetProperty("errors").GetProperty("scopes")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pa_unknown")]
    [InlineData("pa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00")]
    public async Task An_unknown_token_is_answered_with_a_challenge_and_a_problem(string token)
    {
        using var client = host.Client(token);
        using var answer = await client.GetAsync(new Uri("/api/v1/panels", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_operator_sees_no_tenants_data()
    {
        Assert.Equal(403, (await host.Operator.SendAsync("GET", "/api/v1/panels")).Status);
    }

    private static Guid Id(JsonElement item) => item.GetProperty("id").GetGuid();
}
