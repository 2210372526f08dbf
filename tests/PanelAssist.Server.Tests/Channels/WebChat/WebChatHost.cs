using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Channels.WebChat;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Channels.WebChat;

/// <summary>The web chat alone on a real port: its own endpoints, with the rest of the product played by <see cref="FakeSpine"/>.</summary>
internal sealed class WebChatHost : IAsyncDisposable
{
    public const string HookSecret = "hook-secret-of-the-demo";

    private readonly WebApplication _app;

    private WebChatHost(WebApplication app, FakeSpine spine)
    {
        _app = app;
        Spine = spine;
    }

    public FakeSpine Spine { get; }

    /// <summary>Ends with a slash.</summary>
    public Uri Address => new(_app.Urls.First().TrimEnd('/') + "/");

    public static async Task<WebChatHost> StartAsync(
        TimeProvider? time = null, IReadOnlyDictionary<string, string?>? settings = null, int port = 0, FakeSpine? spine = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        spine ??= new FakeSpine();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IInbox>(spine);
        builder.Services.AddSingleton<IMessageFeed>(spine);
        builder.Services.AddSingleton<IConnectionDirectory>(spine);
        builder.Services.AddWebChat(builder.Configuration);
        var app = builder.Build();
        app.MapWebChat();
        await app.StartAsync();
        return new(app, spine);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>Inbox, directory and message feed in memory. Each stored message is committed to its conversation and answered at once.</summary>
internal sealed class FakeSpine : IInbox, IMessageFeed, IConnectionDirectory
{
    private readonly ConcurrentDictionary<Guid, ChannelConnectionView> _connections = new();
    private readonly ConcurrentDictionary<Guid, FakeConversation> _conversations = new();
    private readonly ConcurrentDictionary<(Guid, string), byte[]> _stored = new();

    public IReadOnlyCollection<(Guid Connection, string EventId)> Stored => [.. _stored.Keys];

    /// <summary>While set, nothing can be stored.</summary>
    public bool InboxDown { get; set; }

    /// <summary>What the assistant answers; null is silence.</summary>
    public Func<WebChatPayload, Reply?> Answers { get; set; } = payload => new($"You wrote: {payload.Text}", []);

    public ChannelConnectionView AddChat(string settingsJson = "{}", string hookSecret = WebChatHost.HookSecret)
    {
        var connection = new ChannelConnectionView(
            Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), new TenantId(Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), ChannelKind.WebChat,
            [], settingsJson, ConnectionState.Active, new Secret(hookSecret), null, new Dictionary<string, string>(StringComparer.Ordinal));
        return Put(connection);
    }

    public ChannelConnectionView Put(ChannelConnectionView connection) => _connections[connection.Id] = connection;

    public MessageView Say(Guid connection, string externalId, string text, params ReplyButton[] buttons) =>
        Of(connection, externalId).Append(MessageDirection.Outgoing, MessageAuthor.Assistant, text, buttons);

    public FakeConversation Of(Guid connection, string externalId) =>
        _conversations.GetOrAdd(DerivedIds.Conversation(connection, externalId, null), static _ => new());

    public ValueTask<ChannelConnectionView?> FindAsync(Guid connectionId, CancellationToken cancellationToken) =>
        new(_connections.GetValueOrDefault(connectionId));

    public ValueTask<StoreResult> StoreAsync(TenantId tenant, Guid connectionId, string eventId, byte[] payload)
    {
        if (InboxDown)
        {
            return new(StoreResult.Unavailable);
        }

        if (!_stored.TryAdd((connectionId, eventId), payload))
        {
            return new(StoreResult.Duplicate);
        }

        var message = WebChatParser.Parse(payload);
        var conversation = Of(connectionId, message.Visitor);
        conversation.Append(MessageDirection.Incoming, MessageAuthor.Contact, message.Text, clientId: message.ClientMessageId);
        if (Answers(message) is { } reply)
        {
            conversation.Append(MessageDirection.Outgoing, MessageAuthor.Assistant, reply.Text, reply.Buttons);
        }

        return new(StoreResult.Stored);
    }

    public IDisposable Subscribe(Guid conversationId, Action<MessageView> onMessage) =>
        _conversations.GetOrAdd(conversationId, static _ => new()).Subscribe(onMessage);

    public Task<IReadOnlyList<MessageView>> ReadAfterAsync(TenantId tenant, Guid conversationId, long after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(_conversations.TryGetValue(conversationId, out var conversation) ? conversation.After(after, limit) : []);

    public Task<long> LastSequenceAsync(TenantId tenant, Guid conversationId, CancellationToken cancellationToken) =>
        Task.FromResult(_conversations.TryGetValue(conversationId, out var conversation) ? conversation.Last : 0);
}

internal sealed class FakeConversation
{
    private readonly Lock _lock = new();
    private readonly List<MessageView> _messages = [];
    private readonly List<Action<MessageView>> _subscribers = [];

    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count == 0 ? 0 : _messages[^1].Sequence;
            }
        }
    }

    public int Subscribers
    {
        get
        {
            lock (_lock)
            {
                return _subscribers.Count;
            }
        }
    }

    public MessageView Append(
        MessageDirection direction, MessageAuthor author, string text, IReadOnlyList<ReplyButton>? buttons = null, string? clientId = null, DateTimeOffset? at = null)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetUtcNow();
            var message = new MessageView(Guid.CreateVersion7(now), _messages.Count + 1, direction, author, text, buttons, at ?? now, clientId);
            _messages.Add(message);
            _subscribers.ForEach(subscriber => subscriber(message));
            return message;
        }
    }

    public IReadOnlyList<MessageView> After(long after, int limit)
    {
        lock (_lock)
        {
            return [.. _messages.Where(message => message.Sequence > after).Take(limit)];
        }
    }

    public IDisposable Subscribe(Action<MessageView> onMessage)
    {
        lock (_lock)
        {
            _subscribers.Add(onMessage);
        }

        return new Subscription(this, onMessage);
    }

    private sealed class Subscription(FakeConversation conversation, Action<MessageView> onMessage) : IDisposable
    {
        public void Dispose()
        {
            lock (conversation._lock)
            {
                conversation._subscribers.Remove(onMessage);
            }
        }
    }
}
