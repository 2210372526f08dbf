using System.Net;

namespace PanelAssist.Server.Tests.Sandbox;

public sealed class FaultTests
{
    [Theory]
    [InlineData("drop-before", false)]
    [InlineData("drop-after", true)]
    public async Task A_dropped_call_has_acted_or_not(string kind, bool acted)
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        await world.ControlAsync("faults", new { target = "panel:p", match = "action=refill", kind, count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => world.CustomerAsync("action=refill&order=72"));
        var refills = await world.ControlAsync("panels/p/refills");
        Assert.Equal(acted ? 1 : 0, refills.GetProperty("items").GetArrayLength());
        var journal = await world.ControlAsync("journal?contains=action=refill&waitFor=1");
        Assert.Equal(-1, journal.GetProperty("items")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_fault_spoils_as_many_calls_as_it_was_told_and_only_those_it_matches()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        await world.ControlAsync("faults", new { target = "panel", match = "action=balance", kind = "503", count = 1 });
        using var other = await world.CustomerResponseAsync("action=status&order=71");
        using var spoiled = await world.CustomerResponseAsync("action=balance");
        using var healed = await world.CustomerResponseAsync("action=balance");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK],
            [other.StatusCode, spoiled.StatusCode, healed.StatusCode]);
    }

    [Theory]
    [InlineData("html", "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>")]
    [InlineData("empty", "")]
    [InlineData("error", """{"error":"Something went wrong, try again later"}""")]
    [InlineData("truncated", """{"balance":"25.40""" + "\"")]
    public async Task An_answer_can_be_spoiled_though_it_is_200(string kind, string expected)
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        await world.ControlAsync("faults", new { target = "*", kind });
        using var response = await world.CustomerResponseAsync("action=balance");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, body);
    }

    [Theory]
    [InlineData("hold-before", 0)]
    [InlineData("hold-after", 1)]
    public async Task A_held_call_waits_for_its_release(string kind, int refillsMeanwhile)
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        await world.ControlAsync("faults", new { target = "panel:p", match = "action=refill", kind, count = 1 });
        var call = world.CustomerAsync("action=refill&order=72");
        Assert.Equal(1, (await world.ControlAsync("holds?waitFor=1")).GetProperty("items").GetArrayLength());
        Assert.Equal(refillsMeanwhile, (await world.ControlAsync("panels/p/refills")).GetProperty("items").GetArrayLength());
        Assert.False(call.IsCompleted);
        await world.ControlAsync("holds/release", new { });
        Assert.Equal("""{"refill":"501"}""", await call);
    }

    [Fact]
    public async Task A_bot_is_told_to_wait_in_the_body_and_in_the_header()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.ControlAsync("faults", new { target = "telegram:" + SandboxWorld.Token, kind = "429", milliseconds = 7000, count = 1 });
        using var response = await world.Http.GetAsync(new Uri($"/telegram/bot{SandboxWorld.Token}/sendMessage?chat_id=1&text=a", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("""{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task The_journal_tells_what_was_asked_and_hides_keys()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.SeedAsync();
        await world.CustomerAsync("action=status&order=71");
        await world.BotAsync("sendMessage", new { chat_id = 42, text = "hello" });
        var items = (await world.ControlAsync("journal?waitFor=2")).GetProperty("items");
        Assert.Equal("""{"key":"***","action":"status","order":"71"}""", items[0].GetProperty("fields").GetRawText());
        Assert.Equal("/telegram/bot555000:***/sendMessage", items[1].GetProperty("path").GetString());
        Assert.Equal(1, (await world.ControlAsync("journal/count?counterpart=telegram")).GetProperty("count").GetInt32());
    }
}
