using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace PanelAssist.Server.Tests.Sandbox;

public sealed class CustomerApiTests
{
    [Fact]
    public async Task A_status_has_the_standard_shape()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        Assert.Equal("""{"charge":"0.4100","start_count":"812","status":"In progress","remains":"95","currency":"EUR"}""",
            await world.CustomerAsync("action=status&order=71"));
    }

    [Fact]
    public async Task Many_statuses_come_by_id_and_another_customers_order_does_not_exist()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        Assert.Equal("""{"74":{"charge":"0.90","start_count":"","status":"Pending","remains":"1000","currency":"EUR"},"73":{"error":"Incorrect order ID"}}""",
            await world.CustomerAsync("action=status&orders=74,73"));
        Assert.Equal("""{"error":"Incorrect order ID"}""", await world.CustomerAsync("action=status&order=73"));
        Assert.Equal("""{"error":"Invalid API key"}""", await world.CustomerAsync("action=status&order=71", "nobody"));
    }

    [Fact]
    public async Task A_refill_keeps_the_orders_flag_down_until_it_is_settled()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        Assert.Equal("""[{"order":72,"refill":501},{"order":71,"refill":{"error":"Refill is not available for this order"}}]""",
            await world.CustomerAsync("action=refill&orders=72,71"));
        Assert.Equal("""{"error":"Refill is already in progress"}""", await world.CustomerAsync("action=refill&order=72"));
        Assert.False(await CanRefillAsync(world));
        await world.ControlAsync("panels/p/refills/501/complete", new { });
        Assert.Equal("""[{"refill":501,"status":"Completed"},{"refill":9,"status":{"error":"Refill not found"}}]""",
            await world.CustomerAsync("action=refill_status&refills=501,9"));
        Assert.True(await CanRefillAsync(world));
    }

    [Fact]
    public async Task A_settled_cancel_gives_the_money_back()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        Assert.Equal("""[{"order":74,"cancel":1},{"order":72,"cancel":{"error":"Cancel is not available for this order"}}]""",
            await world.CustomerAsync("action=cancel&orders=74,72"));
        Assert.Contains("Pending", await world.CustomerAsync("action=status&order=74"), StringComparison.Ordinal);
        await world.ControlAsync("panels/p/cancels/501/complete", new { });
        Assert.Contains("Canceled", await world.CustomerAsync("action=status&order=74"), StringComparison.Ordinal);
        Assert.Equal("""{"balance":"26.30","currency":"EUR"}""", await world.CustomerAsync("action=balance"));
    }

    [Fact]
    public async Task A_placed_order_is_paid_and_is_the_customers_own()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        Assert.Equal("""{"error":"Quantity must be between 10 and 100000"}""", await world.CustomerAsync("action=add&service=18&link=x&quantity=1"));
        Assert.Equal("""{"order":75}""", await world.CustomerAsync("action=add&service=18&link=x&quantity=1000"));
        Assert.Equal("""{"balance":"24.50","currency":"EUR"}""", await world.CustomerAsync("action=balance"));
        Assert.Contains("Pending", await world.CustomerAsync("action=status&order=75"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sixth_call_within_a_second_is_refused_and_one_a_second_later_is_not()
    {
        var clock = new FakeTimeProvider();
        await using var world = await SandboxWorld.StartAsync(clock);
        await world.SeedAsync(callsPerSecond: 5);
        for (var call = 0; call < 5; call++)
        {
            using var within = await world.CustomerResponseAsync("action=balance");
            Assert.Equal(HttpStatusCode.OK, within.StatusCode);
        }

        using var beyond = await world.CustomerResponseAsync("action=balance");
        Assert.Equal(HttpStatusCode.TooManyRequests, beyond.StatusCode);
        clock.Advance(TimeSpan.FromSeconds(1));
        using var later = await world.CustomerResponseAsync("action=balance");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Theory]
    [InlineData("numbers", """{"charge":0.4100,"start_count":812,"status":"In progress","remains":95,"currency":"EUR"}""")]
    [InlineData("start-counter", """{"charge":"0.4100","start_counter":"812","status":"In progress","remains":"95","currency":"EUR"}""")]
    [InlineData("null-start-count", """{"charge":"0.4100","start_count":null,"status":"In progress","remains":"95","currency":"EUR"}""")]
    [InlineData("snake-status", """{"charge":"0.4100","start_count":"812","status":"in_progress","remains":"95","currency":"EUR"}""")]
    [InlineData("compact-status", """{"charge":"0.4100","start_count":"812","status":"Inprogress","remains":"95","currency":"EUR"}""")]
    [InlineData("unknown-remains", """{"charge":"0.4100","start_count":"812","status":"In progress","remains":"Unknown","currency":"EUR"}""")]
    public async Task A_panel_spells_a_status_the_way_it_was_told(string variance, string expected)
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync(variances: variance);
        Assert.Equal(expected, await world.CustomerAsync("action=status&order=71"));
    }

    [Theory]
    [InlineData("plain-errors", """{"73":"Incorrect order ID"}""")]
    [InlineData("omit-bad-ids", "{}")]
    public async Task A_refused_id_is_shown_the_way_the_panel_was_told(string variance, string expected)
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync(variances: variance);
        Assert.Equal(expected, await world.CustomerAsync("action=status&orders=73"));
    }

    private static async Task<bool> CanRefillAsync(SandboxWorld world) =>
        (await world.AdminAsync("orders/72")).GetProperty("data").GetProperty("actions").GetProperty("refill").GetBoolean();
}
