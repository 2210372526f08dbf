using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PanelAssist.Server.Tests.Channels.WebChat;

namespace PanelAssist.Server.Tests.App;

/// <summary>A connected web chat, and the visitors that come to it.</summary>
public sealed class WebChat(PanelAssistApp app, Guid channelId, string hookSecret)
{
    public Guid ChannelId => channelId;

    public async Task<ChatVisitor> StrangerAsync()
    {
        var (status, session) = await EnterAsync(new { });
        return Entered(status, session);
    }

    /// <summary>Somebody whose login the owner's own site vouches for.</summary>
    public async Task<ChatVisitor> SignedInAsync(string username)
    {
        var (status, session) = await TrySignInAsync(username, hookSecret);
        return Entered(status, session);
    }

    /// <summary>The same, with whichever secret signs.</summary>
    public Task<(int Status, JsonElement Body)> TrySignInAsync(string username, string secret)
    {
        var expires = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        var signed = string.Create(CultureInfo.InvariantCulture, $"{username}\n{username}\n{expires}");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
        return EnterAsync(new { identity = new { user = username, name = username, expires, signature } });
    }

    private Task<(int Status, JsonElement Body)> EnterAsync(object body) => app.SendAsync(HttpMethod.Post, $"/chat/{channelId}/session", token: null, body);

    private ChatVisitor Entered(int status, JsonElement session)
    {
        Assert.True(status is 200, $"The chat let nobody in: {status} {session}");
        return new ChatVisitor(app, channelId, session);
    }
}

/// <summary>A visitor of the web chat; plain HTTP unless a socket is opened.</summary>
public sealed class ChatVisitor(PanelAssistApp app, Guid channelId, JsonElement session) : ICustomer
{
    private readonly string _session = session.GetProperty("session").GetString()!;
    private readonly Queue<JsonElement> _unread = [];
    private long _after = session.GetProperty("sequence").GetInt64();

    public Guid ChannelId => channelId;

    public string ExternalId { get; } = session.GetProperty("visitor").GetString()!;

    public Task SaysAsync(string text) => SendsAsync(new { id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), text });

    public Task PressesAsync(string command) => SendsAsync(new { id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), command });

    public async Task<string> NextReplyAsync() => (await NextMessageAsync()).GetProperty("text").GetString()!;

    /// <summary>The next message to the visitor, with its buttons.</summary>
    public async Task<JsonElement> NextMessageAsync()
    {
        while (_unread.Count == 0)
        {
            var (status, answer) = await app.SendAsync(HttpMethod.Get, $"/chat/{channelId}/messages?after={_after}&wait=20", _session);
            Assert.True(status is 200, answer.ToString());
            var items = answer.GetProperty("items").EnumerateArray().ToList();
            Assert.True(items.Count > 0, "Nothing came in the web chat.");
            _after = answer.GetProperty("sequence").GetInt64();
            items.Where(item => item.GetProperty("direction").GetString() == "out").ToList().ForEach(_unread.Enqueue);
        }

        return _unread.Dequeue();
    }

    internal Task<ChatSocket> OpenSocketAsync() => ChatSocket.ConnectAsync(app.Address, channelId, _session, _after);

    private async Task SendsAsync(object message)
    {
        var (status, answer) = await app.SendAsync(HttpMethod.Post, $"/chat/{channelId}/messages", _session, message);
        Assert.True(status is 202, $"{status} {answer}");
    }
}
