using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PanelAssist.Server.Tests.App;

/// <summary>A connected bot, seen from Telegram's side: what is delivered to its hook, and what it sent.</summary>
public sealed class TelegramBot(PanelAssistApp app, Guid channelId, string token, Uri hookUrl, string hookSecret)
{
    private int _updates = 1_000;

    public Guid ChannelId => channelId;

    public string Token => token;

    public string Target => "telegram:" + token.Split(':')[0];

    public Uri HookUrl => hookUrl;

    public string HookSecret => hookSecret;

    public TelegramChat NewChat()
    {
        var id = 500_000 + app.FreshNumber();
        return new TelegramChat(app, this, id, id);
    }

    /// <summary>A group with someone in it.</summary>
    public TelegramChat NewGroup() => new(app, this, -1_001_000_000_000 - app.FreshNumber(), 500_000 + app.FreshNumber());

    public long FreshUpdateId() => Interlocked.Increment(ref _updates);

    /// <summary>Posts to the hook as Telegram does and gives the status.</summary>
    public Task<int> DeliverAsync(object update) => DeliverAsync(JsonSerializer.SerializeToUtf8Bytes(update), hookSecret);

    public async Task<int> DeliverAsync(byte[] body, string? secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, hookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (secret is not null)
        {
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        }

        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    public Task<int> DeliverAsync(string body) => DeliverAsync(Encoding.UTF8.GetBytes(body), hookSecret);

    /// <summary>What the bot did, read on from <paramref name="after"/>, once there are so many.</summary>
    public Task<IReadOnlyList<JsonElement>> SentAsync(long chatId = 0, string? method = null, long after = 0, int waitFor = 0) => app.Outside.ItemsAsync(string.Create(
        CultureInfo.InvariantCulture, $"telegram/{token}/sent?after={after}&waitFor={waitFor}&chatId={chatId}{(method is null ? "" : "&method=" + method)}&timeoutMs={SandboxControl.PatienceMs}"));

    /// <summary>How often the Bot API was called like this.</summary>
    public Task<IReadOnlyList<JsonElement>> CalledAsync(string contains, int waitFor = 0) => app.Outside.AskedAsync(Target, contains, waitFor);
}
