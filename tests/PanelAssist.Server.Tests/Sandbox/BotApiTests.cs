using System.Text.Json;

namespace PanelAssist.Server.Tests.Sandbox;

public sealed class BotApiTests
{
    [Fact]
    public async Task A_long_poll_ends_with_the_first_update_and_the_offset_confirms_it()
    {
        await using var world = await SandboxWorld.StartAsync();
        var poll = world.BotAsync("getUpdates", new { timeout = 50 });
        await world.ControlAsync("journal?contains=getUpdates&waitFor=1");
        await world.WritesAsync(42, "/start now");
        var update = (await poll).GetProperty("result")[0];
        Assert.Equal("""[{"offset":0,"length":6,"type":"bot_command"}]""", update.GetProperty("message").GetProperty("entities").GetRawText());
        var next = update.GetProperty("update_id").GetInt64() + 1;
        Assert.Equal(1, (await world.BotAsync("getUpdates", new { })).GetProperty("result").GetArrayLength());
        Assert.Equal(0, (await world.BotAsync("getUpdates", new { offset = next })).GetProperty("result").GetArrayLength());
    }

    [Fact]
    public async Task A_second_poller_ends_the_first()
    {
        await using var world = await SandboxWorld.StartAsync();
        var first = world.BotAsync("getUpdates", new { timeout = 50 });
        await world.ControlAsync("journal?contains=getUpdates&waitFor=1");
        await world.BotAsync("getUpdates", new { });
        Assert.Equal(409, (await first).GetProperty("error_code").GetInt32());
    }

    [Theory]
    [InlineData("""{"chat_id":42,"text":"  "}""", "Bad Request: message text is empty")]
    [InlineData("""{"chat_id":42,"text":"<b>a","parse_mode":"HTML"}""", "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"")]
    [InlineData("""{"chat_id":42,"text":"<x>a</x>","parse_mode":"HTML"}""", "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0")]
    [InlineData("""{"chat_id":42,"text":"é <i>a</b>","parse_mode":"HTML"}""", "Bad Request: can't parse entities: Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"")]
    [InlineData("""{"chat_id":42,"text":"1.5","parse_mode":"MarkdownV2"}""", "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'")]
    [InlineData("""{"chat_id":42,"text":"*a","parse_mode":"MarkdownV2"}""", "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 0")]
    [InlineData("""{"text":"a"}""", "Bad Request: chat_id is empty")]
    public async Task A_bad_message_is_refused_in_the_words_of_the_bot_api(string body, string description)
    {
        await using var world = await SandboxWorld.StartAsync();
        var answer = await world.BotAsync("SENDMESSAGE", JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal(400, answer.GetProperty("error_code").GetInt32());
        Assert.Equal(description, answer.GetProperty("description").GetString());
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task A_text_may_have_4096_characters(int length, bool isAccepted)
    {
        await using var world = await SandboxWorld.StartAsync();
        var answer = await world.BotAsync("sendMessage", new { chat_id = 42, text = new string('a', length) });
        Assert.Equal(isAccepted, answer.GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task A_button_carries_at_most_64_bytes(int length, bool isAccepted)
    {
        await using var world = await SandboxWorld.StartAsync();
        var keyboard = new { inline_keyboard = new[] { new[] { new { text = "go", callback_data = new string('d', length) } } } };
        var answer = await world.BotAsync("sendMessage", new { chat_id = 42, text = "a", reply_markup = keyboard });
        Assert.Equal(isAccepted, answer.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Markup_becomes_text_and_entities()
    {
        await using var world = await SandboxWorld.StartAsync();
        var html = (await world.BotAsync("sendMessage", new { chat_id = 42, text = "<b>a &lt; b</b> <a href=\"https://example.org\">c</a>", parse_mode = "HTML" })).GetProperty("result");
        Assert.Equal("a < b c", html.GetProperty("text").GetString());
        Assert.Equal("""[{"offset":0,"length":5,"type":"bold"},{"offset":6,"length":1,"type":"text_link","url":"https://example.org"}]""", html.GetProperty("entities").GetRawText());
        var markdown = (await world.BotAsync("sendMessage", new { chat_id = 42, text = @"*a* _b_ \. `c.d`", parse_mode = "MarkdownV2" })).GetProperty("result");
        Assert.Equal("a b . c.d", markdown.GetProperty("text").GetString());
        Assert.Equal(3, markdown.GetProperty("entities").GetArrayLength());
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_says_so_and_a_press_is_answered_once()
    {
        await using var world = await SandboxWorld.StartAsync();
        var id = (await world.BotAsync("sendMessage", new { chat_id = 42, text = "a" })).GetProperty("result").GetProperty("message_id").GetInt64();
        Assert.StartsWith("Bad Request: message is not modified", Description(await world.BotAsync("editMessageText", new { chat_id = 42, message_id = id, text = "a" })), StringComparison.Ordinal);
        Assert.True((await world.BotAsync("editMessageText", new { chat_id = 42, message_id = id, text = "b" })).GetProperty("ok").GetBoolean());
        var press = await world.ControlAsync($"telegram/{SandboxWorld.Token}/callbacks", new { chatId = 42, userId = 42, messageId = id, data = "x" });
        var answer = new { callback_query_id = press.GetProperty("callbackQueryId").GetString() };
        Assert.True((await world.BotAsync("answerCallbackQuery", answer)).GetProperty("ok").GetBoolean());
        Assert.StartsWith("Bad Request: query is too old", Description(await world.BotAsync("answerCallbackQuery", answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_chat_a_moved_group_and_a_revoked_token_each_have_their_error()
    {
        await using var world = await SandboxWorld.StartAsync();
        await world.ControlAsync($"telegram/{SandboxWorld.Token}/block", new { chatId = 42 });
        Assert.Equal("Forbidden: bot was blocked by the user", Description(await world.BotAsync("sendMessage", new { chat_id = 42, text = "a" })));
        await world.ControlAsync($"telegram/{SandboxWorld.Token}/migrate", new { chatId = -5, newChatId = -1001234567890 });
        var moved = await world.BotAsync("sendMessage", new { chat_id = -5, text = "a" });
        Assert.Equal(-1001234567890, moved.GetProperty("parameters").GetProperty("migrate_to_chat_id").GetInt64());
        await world.ControlAsync($"telegram/{SandboxWorld.Token}/revoke", new { });
        Assert.Equal("Unauthorized", Description(await world.BotAsync("getMe", new { })));
        Assert.Equal("Not Found", Description(await world.BotAsync("getMe", new { }, "notatoken")));
    }

    private static string? Description(JsonElement answer) => answer.GetProperty("description").GetString();
}
