using System.Text.Json;

namespace PanelAssist.Server.Tests.App;

/// <summary>A panel owner with a tenant of their own, and what they and their staff do through the API.</summary>
public sealed class Owner(PanelAssistApp app, Guid tenantId, string token)
{
    public Guid TenantId => tenantId;

    public string Token => token;

    public Task<(int Status, JsonElement Body)> CallAsync(HttpMethod method, string path, object? body = null) =>
        app.SendAsync(method, "/api/v1/" + path, token, body);

    public async Task<Guid> ConnectPanelAsync(PlayedPanel panel) => (await PostAsync("panels", new
    {
        name = panel.Name,
        kind = "auto",
        baseUrl = panel.Address,
        adminKey = panel.AdminKey,
    })).GetProperty("id").GetGuid();

    public async Task<TelegramBot> ConnectTelegramAsync(Guid panelId, string delivery = "webhook")
    {
        var botId = 70_000_000 + app.FreshNumber();
        var botToken = $"{botId}:secret-letters-of-bot-{botId}";
        var channel = await PostAsync("channels", new { kind = "telegram", name = "Telegram", panelIds = new[] { panelId }, settings = new { token = botToken, delivery } });
        return new TelegramBot(app, channel.GetProperty("id").GetGuid(), botToken, new Uri(channel.GetProperty("hookUrl").GetString()!), channel.GetProperty("hookSecret").GetString()!);
    }

    public async Task<WebChat> ConnectWebChatAsync(Guid panelId)
    {
        var channel = await PostAsync("channels", new { kind = "webchat", name = "Web chat", panelIds = new[] { panelId }, settings = new { title = "Ask us" } });
        return new WebChat(app, channel.GetProperty("id").GetGuid(), channel.GetProperty("hookSecret").GetString()!);
    }

    public Task<JsonElement> LinkAsync(Guid channelId, string externalId, Guid panelId, string username, string? panelApiKey = null) =>
        PostAsync("links", new { channelId, externalId, panelId, username, panelApiKey });

    public async Task<IReadOnlyList<JsonElement>> ActionsAsync(string orderId) => await ItemsAsync($"actions?orderId={orderId}");

    public async Task<IReadOnlyList<JsonElement>> ConversationsAsync(Guid channelId, string externalId) =>
        await ItemsAsync($"conversations?channelId={channelId}&externalId={Uri.EscapeDataString(externalId)}");

    public async Task<JsonElement> ConversationAsync(Guid channelId, string externalId) => Assert.Single(await ConversationsAsync(channelId, externalId));

    /// <summary>The messages of the one conversation a chat has, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> MessagesAsync(Guid channelId, string externalId) =>
        await ConversationsAsync(channelId, externalId) is [var conversation]
            ? await ItemsAsync($"conversations/{conversation.GetProperty("id").GetGuid()}/messages?limit=100")
            : [];

    /// <summary>The messages, once <paramref name="enough"/> holds. What a turn stores is there all at once.</summary>
    public async Task<IReadOnlyList<JsonElement>> MessagesAsync(Guid channelId, string externalId, Func<IReadOnlyList<JsonElement>, bool> enough)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var messages = await MessagesAsync(channelId, externalId);
            if (enough(messages))
            {
                return messages;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(started).TotalMilliseconds < SandboxControl.PatienceMs,
                "What was waited for is not among: " + string.Join("\n", messages));
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public async Task AnswersAsAgentAsync(Guid conversation, string text) => await PostAsync($"conversations/{conversation}/messages", new { text });

    public async Task HandsBackAsync(Guid conversation) => await PostAsync($"conversations/{conversation}/hand-back", new { });

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await CallAsync(HttpMethod.Get, path);
        Assert.True(status is 200, $"GET {path}: {status} {body}");
        return body;
    }

    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) => [.. (await GetAsync(path)).GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        var (status, answer) = await CallAsync(HttpMethod.Post, path, body);
        Assert.True(status is >= 200 and < 300, $"POST {path}: {status} {answer}");
        return answer;
    }
}
