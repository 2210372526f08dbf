using Microsoft.AspNetCore.Http;

namespace PanelAssist.Server.Tests.Sandbox;

public sealed class TelegramDeliveryTests
{
    [Fact]
    public async Task A_refused_update_comes_again_at_once_then_later_and_later_with_the_secret_each_time()
    {
        await using var world = await SandboxWorld.StartAsync();
        var left = 4;
        await using var hook = await HookReceiver.StartAsync((_, http) =>
        {
            http.Response.StatusCode = Interlocked.Decrement(ref left) >= 0 ? 500 : 200;
            return Task.CompletedTask;
        });
        await HookAsync(world, hook, scale: 0.001);
        await world.WritesAsync(42, "hello");
        var tries = await world.DeliveriesAsync("waitFor=5");
        Assert.Equal("failed failed failed failed ok", string.Join(' ', tries.Select(t => t.GetProperty("outcome").GetString())));
        Assert.Equal([0, 2, 4, 8, 0], tries.Select(t => t.GetProperty("retryInMs").GetDouble()));
        Assert.All(hook.Got, got => Assert.Equal(("hello", "s3cret"), got));
    }

    [Fact]
    public async Task A_stuck_chat_keeps_its_order_and_does_not_hold_up_others()
    {
        await using var world = await SandboxWorld.StartAsync();
        var isMended = false;
        await using var hook = await HookReceiver.StartAsync((text, http) =>
        {
            http.Response.StatusCode = text.StartsWith('a') && !Volatile.Read(ref isMended) ? 500 : 200;
            return Task.CompletedTask;
        });
        await HookAsync(world, hook, scale: 0.001);
        await world.WritesAsync(1, "a1");
        await world.WritesAsync(1, "a2");
        await world.WritesAsync(2, "b1");
        await world.DeliveriesAsync("outcome=ok&waitFor=1");
        Assert.DoesNotContain("a2", hook.Got.Select(g => g.Text), StringComparer.Ordinal);
        Volatile.Write(ref isMended, true);
        await world.DeliveriesAsync("outcome=ok&waitFor=3");
        Assert.Equal("a1 a2", string.Join(' ', hook.Got.Select(g => g.Text).Where(t => t.StartsWith('a')).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_button_press_passes_a_stuck_text_of_the_same_person()
    {
        await using var world = await SandboxWorld.StartAsync();
        await using var hook = await HookReceiver.StartAsync((text, http) =>
        {
            http.Response.StatusCode = text == "text" ? 500 : 200;
            return Task.CompletedTask;
        });
        await HookAsync(world, hook, scale: 0.001);
        await world.WritesAsync(42, "text");
        await world.ControlAsync($"telegram/{SandboxWorld.Token}/callbacks", new { chatId = 42, userId = 42, messageId = 1, data = "press" });
        var passed = await world.DeliveriesAsync("outcome=ok&waitFor=1");
        Assert.Equal("callback_query", passed[0].GetProperty("kind").GetString());
        Assert.Equal(42 + (3L << 33), passed[0].GetProperty("queueKey").GetInt64());
    }

    [Fact]
    public async Task Retry_After_is_honoured_and_a_press_is_given_up_when_it_is_too_old()
    {
        await using var world = await SandboxWorld.StartAsync();
        var calls = 0;
        await using var hook = await HookReceiver.StartAsync((_, http) =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = Interlocked.Increment(ref calls) == 1 ? "30" : "3600";
            return Task.CompletedTask;
        });
        await HookAsync(world, hook, scale: 0.01);
        await world.ControlAsync($"telegram/{SandboxWorld.Token}/callbacks", new { chatId = 42, userId = 42, data = "press" });
        var tries = await world.DeliveriesAsync("waitFor=2");
        Assert.Equal(300, tries[0].GetProperty("retryInMs").GetDouble());
        Assert.Equal("expired", tries[1].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_method_in_the_answer_is_carried_out()
    {
        await using var world = await SandboxWorld.StartAsync();
        await using var hook = await HookReceiver.StartAsync((_, http) =>
            http.Response.WriteAsJsonAsync(new { method = "sendMessage", chat_id = 42, text = "at once" }, http.RequestAborted));
        await HookAsync(world, hook, scale: 1);
        await world.WritesAsync(42, "hello");
        var sent = (await world.ControlAsync($"telegram/{SandboxWorld.Token}/sent?waitFor=1")).GetProperty("items")[0];
        Assert.Equal("at once", sent.GetProperty("text").GetString());
        Assert.Equal("webhook", sent.GetProperty("via").GetString());
    }

    [Fact]
    public async Task What_a_removed_webhook_did_not_take_waits_for_the_poller()
    {
        await using var world = await SandboxWorld.StartAsync();
        await using var hook = await HookReceiver.StartAsync((_, http) =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await HookAsync(world, hook, scale: 1);
        await world.WritesAsync(42, "hello");
        await world.DeliveriesAsync("waitFor=2");
        Assert.Equal(409, (await world.BotAsync("getUpdates", new { })).GetProperty("error_code").GetInt32());
        await world.BotAsync("deleteWebhook", new { });
        var updates = (await world.BotAsync("getUpdates", new { })).GetProperty("result");
        Assert.Equal("hello", updates[0].GetProperty("message").GetProperty("text").GetString());
    }

    private static async Task HookAsync(SandboxWorld world, HookReceiver hook, double scale)
    {
        await world.ControlAsync("telegram/settings", new { retryScale = scale });
        var set = await world.BotAsync("setWebhook", new { url = hook.Address, secret_token = "s3cret" });
        Assert.True(set.GetProperty("ok").GetBoolean());
    }
}
