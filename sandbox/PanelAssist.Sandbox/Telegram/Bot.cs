using System.Globalization;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>One bot as Telegram knows it: its chats, its messages, where its updates go.</summary>
internal sealed class Bot
{
    private const int KeptMessages = 20_000;

    private readonly Queue<(long Chat, long Message)> _messagesByAge = new();
    private readonly Dictionary<(long Chat, long Message), BotMessage> _messages = [];
    private readonly Dictionary<long, Chat> _chats = [];
    private readonly Dictionary<string, Chat> _chatsByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _openCallbacks = new(StringComparer.Ordinal);
    private long _nextCallback = 4_382_000_000_000_000_001;

    public Bot(string token, TimeProvider clock, TelegramSettings settings, HttpClient http, int seed, bool rememberSent)
    {
        Token = token;
        Id = long.Parse(token.AsSpan(0, token.IndexOf(':', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        Username = string.Create(CultureInfo.InvariantCulture, $"sandbox_{Id}_bot");
        Clock = clock;
        Settings = settings;
        Sent = new Log<SentItem>(clock, rememberSent);
        Deliveries = new Log<DeliveryItem>(clock, rememberSent);
        Updates = new UpdateQueue(this, http, seed);
        Api = new BotApi(this);
    }

    public Lock Gate { get; } = new();

    public string Token { get; }

    public long Id { get; }

    public string Username { get; }

    public TimeProvider Clock { get; }

    public TelegramSettings Settings { get; }

    public bool IsRevoked { get; set; }

    public BotApi Api { get; }

    public UpdateQueue Updates { get; }

    public Log<SentItem> Sent { get; }

    public Log<DeliveryItem> Deliveries { get; }

    /// <summary>The commands as the bot set them, in JSON.</summary>
    public string Commands { get; set; } = "[]";

    public Chat? FindChat(string? id)
    {
        if (id is ['@', ..])
        {
            return _chatsByName.GetValueOrDefault(id[1..]);
        }

        if (!long.TryParse(id, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // Callers of a webhook that the sandbox never heard of are answered too, unless control asks for the strict way.
        return _chats.GetValueOrDefault(number) ?? (Settings.StrictChats ? null : OpenChat(number, null, null, null));
    }

    public Chat OpenChat(long id, string? type, string? name, string? username)
    {
        if (!_chats.TryGetValue(id, out var chat))
        {
            chat = new Chat { Id = id, Type = type ?? Chat.UsualType(id) };
            _chats.Add(id, chat);
        }

        chat.Name = name ?? chat.Name;
        if (username is not null)
        {
            chat.Username = username;
            _chatsByName[username] = chat;
        }

        return chat;
    }

    public void Keep(BotMessage message)
    {
        var key = (message.Chat.Id, message.Id);
        _messages[key] = message;
        _messagesByAge.Enqueue(key);
        if (_messagesByAge.Count > KeptMessages)
        {
            _messages.Remove(_messagesByAge.Dequeue());
        }
    }

    public BotMessage? FindMessage(long chatId, long messageId) => _messages.GetValueOrDefault((chatId, messageId));

    public bool Forget(long chatId, long messageId) => _messages.Remove((chatId, messageId));

    public string OpenCallback()
    {
        var id = (_nextCallback++).ToString(CultureInfo.InvariantCulture);
        _openCallbacks.Add(id);
        return id;
    }

    public void AcceptCallback(string id) => _openCallbacks.Add(id);

    public bool CloseCallback(string id) => _openCallbacks.Remove(id);
}
