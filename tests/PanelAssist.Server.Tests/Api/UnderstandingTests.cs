namespace PanelAssist.Server.Tests.Api;

public sealed class UnderstandingTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public async Task Texts_are_read_in_order_and_nothing_is_done()
    {
        var tenant = await host.CreateTenantAsync();
        List<string> texts = ["refill 1002 1003", "status 1001", "xyzzy"];
        var items = (await tenant.Api.PostAsync("/api/v1/understanding/messages", new { texts })).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(string.Join("|", texts), string.Join("|", items.Select(item => item.GetProperty("text").GetString())));
        Assert.Equal("refill 1002,1003 grammar", $"{items[0].GetProperty("intent")} {string.Join(',', items[0].GetProperty("orderIds").EnumerateArray())} {items[0].GetProperty("via")}");
        Assert.Equal("status", items[1].GetProperty("intent").GetString());
        Assert.InRange(items[2].GetProperty("confidence").GetDouble(), 0, 0.54);
    }

    [Fact]
    public async Task The_largest_allowed_body_is_taken_and_one_text_more_is_not()
    {
        var tenant = await host.CreateTenantAsync();
        var texts = Enumerable.Repeat(string.Concat(Enumerable.Repeat("🙂", 2_048)), 500).ToList();
        Assert.Equal(200, (await tenant.Api.SendAsync("POST", "/api/v1/understanding/messages", new { texts })).Status);
        texts.Add("one more");
        Assert.Equal(422, (await tenant.Api.SendAsync("POST", "/api/v1/understanding/messages", new { texts })).Status);
        var (status, problem) = await tenant.Api.SendAsync("POST", "/api/v1/understanding/messages", new { texts = new List<string?> { "a", null, new('x', 4_097) } });
        Assert.Equal(422, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("texts[1]", out _));
    }
}
