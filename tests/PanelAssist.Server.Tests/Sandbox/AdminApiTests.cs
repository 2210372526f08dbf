using System.Text.Json;

namespace PanelAssist.Server.Tests.Sandbox;

public sealed class AdminApiTests
{
    [Fact]
    public async Task An_order_shows_provider_and_external_id_and_what_may_be_done()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        var order = (await world.AdminAsync("orders/71")).GetProperty("data");
        Assert.Equal(71, order.GetProperty("id").GetInt64());
        Assert.Equal("7700071", order.GetProperty("external_id").GetString());
        Assert.Equal("bulkpeer.example", order.GetProperty("provider").GetString());
        Assert.Equal("ana", order.GetProperty("user").GetString());
        Assert.Equal("""{"value":"0.4100","currency_code":"EUR","formatted":"\u20AC0.4100"}""", order.GetProperty("charge").GetRawText());
        Assert.Equal("in_progress", order.GetProperty("status").GetString());
        Assert.Equal("""{"refill":false,"resend":false,"request_cancel":true,"cancel_and_refund":true,"edit_link":true,"set_partial":true}""",
            order.GetProperty("actions").GetRawText());
    }

    [Fact]
    public async Task A_list_is_paged_newest_first_and_filtered()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        var page = await world.AdminAsync("orders?limit=2&offset=1");
        Assert.Equal([73, 72], Ids(page));
        Assert.Equal("""{"prev_page_href":"/adminapi/v2/orders?offset=0\u0026limit=2","next_page_href":"/adminapi/v2/orders?offset=3\u0026limit=2","offset":1,"limit":2,"total":4}""",
            page.GetProperty("pagination").GetRawText());
        Assert.Equal([72], Ids(await world.AdminAsync("orders?user=ana&order_status=completed")));
        Assert.Equal([71, 73], Ids(await world.AdminAsync("orders?ids=71,73,999")));
        Assert.Equal(4, Ids(await world.AdminAsync("orders?limit=0")).Count);
    }

    [Theory]
    [InlineData("ids")]
    [InlineData("order_id")]
    [InlineData("order")]
    public async Task A_cancel_is_requested_only_in_the_field_the_panel_takes(string field)
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync(cancelField: field);
        var refused = await world.AdminAsync("orders/request-cancel", new Dictionary<string, string>(StringComparer.Ordinal) { ["orders"] = "71" });
        Assert.Equal("""{"data":[],"error_message":"FIELD is required.","error_code":100}""".Replace("FIELD", field, StringComparison.Ordinal), refused.GetRawText());
        var accepted = await world.AdminAsync("orders/request-cancel", new Dictionary<string, string>(StringComparer.Ordinal) { [field] = "71,72" });
        Assert.Equal("""{"orders":[{"id":71,"success":true,"message":"","error_code":0},{"id":72,"success":false,"message":"Cancel request is not allowed","error_code":112}]}""",
            accepted.GetProperty("data").GetRawText());
        Assert.False((await world.AdminAsync("orders/71")).GetProperty("data").GetProperty("actions").GetProperty("request_cancel").GetBoolean());
    }

    [Fact]
    public async Task A_wrong_key_is_401_and_a_wrong_route_is_200_with_a_code()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        using var noKey = await world.Http.GetAsync(new Uri("/panel/p/adminapi/v2/orders", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)noKey.StatusCode);
        Assert.Equal("""{"data":[],"error_message":"Page not found.","error_code":100}""", (await world.AdminAsync("nothing")).GetRawText());
    }

    [Fact]
    public async Task A_payment_raises_the_balance()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        var paid = (await world.AdminAsync("payments/add", new { username = "ana", amount = "5", method = "Bonus", memo = "m" })).GetProperty("data");
        Assert.Equal("30.40", paid.GetProperty("user").GetProperty("balance").GetProperty("value").GetString());
        var users = await world.AdminAsync("users?username=ana");
        Assert.Equal("ana@example.org", users.GetProperty("data").GetProperty("list")[0].GetProperty("email").GetString());
        Assert.Equal(1, (await world.AdminAsync("payments")).GetProperty("data").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_pulled_refill_is_in_progress_and_can_be_rejected()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        await world.CustomerAsync("action=refill&order=72");
        var pulled = await world.AdminAsync("refill/pull", new { limit = 10 });
        Assert.Equal(72, pulled.GetProperty("data").GetProperty("list")[0].GetProperty("order_id").GetInt64());
        Assert.Equal("""{"status":"In progress"}""", await world.CustomerAsync("action=refill_status&refill=501"));
        await world.AdminAsync("refill/change-status", new { ids = "501", status = "rejected" });
        Assert.Equal("""{"status":"Rejected"}""", await world.CustomerAsync("action=refill_status&refill=501"));
    }

    private static List<int> Ids(JsonElement page) =>
        page.GetProperty("data").GetProperty("list").EnumerateArray().Select(o => o.GetProperty("id").GetInt32()).ToList();
}
