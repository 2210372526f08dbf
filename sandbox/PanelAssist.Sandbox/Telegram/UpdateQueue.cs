using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>The updates that wait for one bot, taken by its poller or pushed to its webhook. Has its own lock, taken after the bot's.</summary>
internal sealed class UpdateQueue(Bot bot, HttpClient http, int seed)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, PendingUpdate> _pending = [];
    private HashSet<string>? _allowed;
    private long _nextId = 871_000_001;

    public Signal Changed { get; } = new(bot.Clock);

    public WebhookDelivery? Webhook { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Null means the default: all but the ones that must be asked for.</summary>
    public IReadOnlyCollection<string>? Allowed => _allowed;

    /// <summary>Makes an update of whatever <paramref name="write"/> writes after <c>update_id</c>. Null when the bot does not take that kind.</summary>
    public long? Add(string kind, Action<Utf8JsonWriter> write, DateTimeOffset? date = null)
    {
        lock (_gate)
        {
            if (_allowed is null ? UpdateKinds.OptIn.Contains(kind) : !_allowed.Contains(kind))
            {
                return null;
            }

            var id = _nextId++;
            var bytes = SandboxReply.JsonBytes((id, kind, write), static (json, s) =>
            {
                json.WriteStartObject();
                json.WriteNumber("update_id", s.id);
                json.WritePropertyName(s.kind);
                s.write(json);
                json.WriteEndObject();
            });
            Keep(id, kind, bytes, date);
            return id;
        }
    }

    /// <summary>An update as it is, with its own id if it has one, whatever kind it may be.</summary>
    public long AddRaw(JsonElement update)
    {
        lock (_gate)
        {
            var kind = UpdateKinds.KindOf(update);
            var hasId = update.TryGetProperty("update_id", out var given) && given.TryGetInt64(out _);
            var id = hasId ? given.GetInt64() : _nextId;
            _nextId = Math.Max(_nextId, id + 1);
            var bytes = SandboxReply.JsonBytes((id, update), static (json, s) =>
            {
                json.WriteStartObject();
                json.WriteNumber("update_id", s.id);
                foreach (var property in s.update.EnumerateObject().Where(p => p.Name != "update_id"))
                {
                    property.WriteTo(json);
                }

                json.WriteEndObject();
            });
            Keep(id, kind, bytes, null);
            return id;
        }
    }

    public void Allow(IReadOnlyList<string>? kinds)
    {
        lock (_gate)
        {
            if (kinds is not null)
            {
                // An empty list means the default again.
                _allowed = kinds.Count == 0 ? null : new HashSet<string>(kinds, StringComparer.Ordinal);
            }
        }
    }

    public void SetWebhook(WebhookTarget target)
    {
        lock (_gate)
        {
            Webhook?.Dispose();
            Webhook = new WebhookDelivery(bot, target, http, seed);
            foreach (var update in _pending.Values)
            {
                Webhook.Offer(update);
            }
        }
    }

    public void RemoveWebhook()
    {
        lock (_gate)
        {
            Webhook?.Dispose();
            Webhook = null;
        }
    }

    public void Drop()
    {
        lock (_gate)
        {
            _pending.Clear();
        }
    }

    public void Confirm(PendingUpdate update)
    {
        lock (_gate)
        {
            _pending.Remove(update.UpdateId);
        }

        Changed.Raise();
    }

    /// <summary>Everything before <paramref name="offset"/> is forgotten; below zero it counts from the end.</summary>
    public List<PendingUpdate> Take(long offset, int limit)
    {
        lock (_gate)
        {
            var now = bot.Clock.GetUtcNow();
            var from = offset >= 0 ? offset : _pending.Keys.Skip(Math.Max(0, _pending.Count + (int)Math.Max(offset, -100_000))).FirstOrDefault();
            foreach (var gone in _pending.Values.Where(u => u.UpdateId < from || u.Expires <= now).ToList())
            {
                _pending.Remove(gone.UpdateId);
            }

            return _pending.Values.Take(limit).ToList();
        }
    }

    private void Keep(long id, string kind, byte[] bytes, DateTimeOffset? date)
    {
        using var document = JsonDocument.Parse(bytes);
        var life = UpdateKinds.LifeOf(kind) * bot.Settings.RetryScale;
        var update = new PendingUpdate(id, kind, bytes, UpdateKinds.QueueOf(kind, document.RootElement), (date ?? bot.Clock.GetUtcNow()) + life);
        _pending[id] = update;
        Webhook?.Offer(update);
        Changed.Raise();
    }
}
