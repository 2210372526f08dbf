using Microsoft.Extensions.DependencyInjection;
using PanelAssist.Server.Data;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Api;

public sealed class LinkTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public async Task Staff_bind_a_person_who_has_not_written_yet()
    {
        var (tenant, channel, panel) = await ShopAsync();
        Assert.Null(await FindAsync(tenant, channel, "visitor", panel));
        var link = await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "maria", "customer-key-1"));
        Assert.Equal("staff", link.GetProperty("proof").GetString());
        Assert.True(link.GetProperty("hasPanelApiKey").GetBoolean());

        var found = await FindAsync(tenant, channel, "visitor", panel);
        Assert.Equal("maria", found?.Username);
        Assert.Equal("customer-key-1", await host.RevealAsync(tenant.Id, SecretPurpose.CustomerPanelKey, found!.ApiKey!));
        var audit = (await tenant.Api.GetJsonAsync("/api/v1/audit")).GetProperty("items")[0];
        Assert.Equal("link.created", audit.GetProperty("action").GetString());
        Assert.Equal($"link:{link.GetProperty("id").GetGuid():N}", audit.GetProperty("target").GetString());
        Assert.StartsWith("token:", audit.GetProperty("actor").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_link_to_the_same_panel_replaces_the_first_and_drops_another_accounts_key()
    {
        var (tenant, channel, panel) = await ShopAsync();
        await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "maria", "customer-key-1"));
        var same = await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "maria", key: null));
        Assert.True(same.GetProperty("hasPanelApiKey").GetBoolean());
        var other = await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "marta", key: null));
        Assert.False(other.GetProperty("hasPanelApiKey").GetBoolean());
        var listed = (await tenant.Api.GetJsonAsync($"/api/v1/links?channelId={channel}&externalId=visitor")).GetProperty("items");
        Assert.Equal("marta", Assert.Single(listed.EnumerateArray()).GetProperty("username").GetString());
        Assert.Equal("marta", (await FindAsync(tenant, channel, "visitor", panel))?.Username);
    }

    [Fact]
    public async Task An_unbound_person_is_unknown_at_once()
    {
        var (tenant, channel, panel) = await ShopAsync();
        var id = (await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "maria", key: null))).GetProperty("id").GetGuid();
        Assert.NotNull(await FindAsync(tenant, channel, "visitor", panel));
        Assert.Equal(204, (await tenant.Api.SendAsync("DELETE", $"/api/v1/links/{id}")).Status);
        Assert.Null(await FindAsync(tenant, channel, "visitor", panel));
    }

    [Fact]
    public async Task Two_links_for_one_new_person_at_the_same_moment_make_one()
    {
        var (tenant, channel, panel) = await ShopAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => tenant.Api.SendAsync("POST", "/api/v1/links", Link(channel, panel, "maria", key: null))));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201, answer.Body.ToString()));
        Assert.Single(answers.Select(answer => answer.Body.GetProperty("id").GetGuid()).Distinct());
    }

    [Fact]
    public async Task A_change_on_another_node_shows_within_five_seconds_and_not_before_a_read()
    {
        var (tenant, channel, panel) = await ShopAsync();
        await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "maria", key: null));
        Assert.NotNull(await FindAsync(tenant, channel, "visitor", panel));
        await host.ForgetLinksBehindTheApiAsync(tenant.Id);
        Assert.NotNull(await FindAsync(tenant, channel, "visitor", panel));
        host.Time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Null(await FindAsync(tenant, channel, "visitor", panel));
    }

    [Fact]
    public async Task The_first_of_the_channels_panels_with_a_link_wins()
    {
        var tenant = await host.CreateTenantAsync();
        var (first, second) = (await tenant.ConnectPanelAsync(), await tenant.ConnectPanelAsync("Second"));
        var both = new List<Guid> { first, second };
        var channel = (await tenant.Api.PostAsync("/api/v1/channels", new { kind = "webchat", name = "Site", panelIds = both })).GetProperty("id").GetGuid();
        await tenant.Api.PostAsync("/api/v1/links", Link(channel, second, "at-second", key: null));
        Assert.Equal("at-second", (await FindAsync(tenant, channel, "visitor", first, second))?.Username);
        await tenant.Api.PostAsync("/api/v1/links", Link(channel, first, "at-first", key: null));
        Assert.Equal("at-first", (await FindAsync(tenant, channel, "visitor", first, second))?.Username);
        Assert.Equal("at-second", (await FindAsync(tenant, channel, "visitor", second, first))?.Username);
    }

    [Fact]
    public async Task Another_tenant_that_knows_the_ids_finds_nothing()
    {
        var (tenant, channel, panel) = await ShopAsync();
        await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "maria", key: null));
        Assert.NotNull(await FindAsync(tenant, channel, "visitor", panel));
        var stranger = await host.CreateTenantAsync();
        Assert.Null(await FindAsync(stranger, channel, "visitor", panel));
    }

    [Fact]
    public async Task A_known_answer_costs_no_allocation()
    {
        var (tenant, channel, panel) = await ShopAsync();
        await tenant.Api.PostAsync("/api/v1/links", Link(channel, panel, "maria", key: null));
        var directory = host.Services.GetRequiredService<LinkDirectory>();
        var identity = DerivedIds.Identity(channel, "visitor");
        Guid[] panels = [panel];
        await directory.FindAsync(new TenantId(tenant.Id), identity, panels, TestContext.Current.CancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 100; count++)
        {
            Assert.True(IsThere(directory.FindAsync(new TenantId(tenant.Id), identity, panels, CancellationToken.None)));
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100, "A hit allocates.");
    }

    [Theory]
    [InlineData("@maria")]
    [InlineData("-100123")]
    [InlineData("")]
    public async Task On_telegram_a_person_is_a_number(string externalId)
    {
        var tenant = await host.CreateTenantAsync();
        var panel = await tenant.ConnectPanelAsync();
        var channel = (await tenant.Api.PostAsync("/api/v1/channels", new
        {
            kind = "telegram",
            name = "Bot",
            panelIds = new List<Guid> { panel },
            settings = new { token = "123456789:AAF-bot_token_bot_token_bot_token_0" },
        })).GetProperty("id").GetGuid();
        var (status, problem) = await tenant.Api.SendAsync("POST", "/api/v1/links", new { channelId = channel, externalId, panelId = panel, username = "maria" });
        Assert.Equal(422, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("externalId", out _));
    }

    [Fact]
    public async Task A_panel_that_the_channel_does_not_answer_for_is_refused()
    {
        var (tenant, channel, _) = await ShopAsync();
        var other = await tenant.ConnectPanelAsync("Other");
        var (status, problem) = await tenant.Api.SendAsync("POST", "/api/v1/links", Link(channel, other, "maria", key: null));
        Assert.Equal(422, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("panelId", out _));
    }

    private static bool IsThere(ValueTask<PanelLinkView?> answer) => answer.IsCompletedSuccessfully;

    private static object Link(Guid channel, Guid panel, string username, string? key) =>
        new { channelId = channel, externalId = "visitor", panelId = panel, username, panelApiKey = key };

    private async Task<(ApiTenant Tenant, Guid Channel, Guid Panel)> ShopAsync()
    {
        var tenant = await host.CreateTenantAsync();
        var panel = await tenant.ConnectPanelAsync();
        return (tenant, (await tenant.ConnectWebChatAsync(panel)).GetProperty("id").GetGuid(), panel);
    }

    private ValueTask<PanelLinkView?> FindAsync(ApiTenant tenant, Guid channel, string externalId, params Guid[] panels) =>
        host.Services.GetRequiredService<LinkDirectory>().FindAsync(
            new TenantId(tenant.Id), DerivedIds.Identity(channel, externalId), panels, TestContext.Current.CancellationToken);
}
