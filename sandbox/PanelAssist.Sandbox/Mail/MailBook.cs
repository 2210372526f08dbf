using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Mail;

/// <summary>The last 10,000 messages, newest last.</summary>
internal sealed class MailBook(TimeProvider clock)
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly List<MailMessage> _messages = [];
    private long _nextId = 1;

    public Signal Changed { get; } = new(clock);

    public MailMessage Store(string from, IReadOnlyList<string> to, byte[] data)
    {
        MailMessage message;
        lock (_gate)
        {
            message = MailParser.Parse(_nextId++, clock.GetUtcNow(), from, to, data);
            _messages.Add(message);
            if (_messages.Count > Capacity)
            {
                _messages.RemoveAt(0);
            }
        }

        Changed.Raise();
        return message;
    }

    public IReadOnlyList<MailMessage> Find(string? to)
    {
        lock (_gate)
        {
            return _messages.Where(m => string.IsNullOrEmpty(to) || m.To.Contains(to, StringComparer.OrdinalIgnoreCase)).ToList();
        }
    }

    public MailMessage? Find(long id)
    {
        lock (_gate)
        {
            return _messages.Find(m => m.Id == id);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
        }
    }
}
