using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>What one visitor and one network address may use. Counted per process: with several nodes the limits are that many times higher.</summary>
internal sealed class WebChatLimits(IOptions<WebChatOptions> options, TimeProvider time)
{
    private readonly TokenBuckets<(Guid Connection, string Visitor)> _messages = new(options.Value.MessagesPerMinute, options.Value.MessageBurst, time);
    private readonly TokenBuckets<string> _sessions = new(options.Value.SessionsPerMinute, options.Value.SessionBurst, time);
    private readonly ConcurrentDictionary<(Guid Connection, string Visitor), int> _open = new();

    public bool MayWrite(Guid connection, string visitor, out TimeSpan retryAfter) => _messages.TryTake((connection, visitor), out retryAfter);

    public bool MayStart(IPAddress? address, out TimeSpan retryAfter) => _sessions.TryTake(Network(address), out retryAfter);

    /// <summary>Takes one of the visitor's places for sockets and waiting polls; null when all are taken.</summary>
    public IDisposable? TryOpen(Guid connection, string visitor)
    {
        var key = (connection, visitor);
        if (_open.AddOrUpdate(key, 1, static (_, count) => count + 1) <= options.Value.ConnectionsPerVisitor)
        {
            return new Place(this, key);
        }

        Leave(key);
        return null;
    }

    private void Leave((Guid Connection, string Visitor) key)
    {
        _open.AddOrUpdate(key, 0, static (_, count) => count - 1);

        // Removes only if it is still zero.
        _open.TryRemove(new(key, 0));
    }

    // One IPv6 customer has a whole /64, and may use each address of it once.
    private static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private sealed class Place(WebChatLimits limits, (Guid Connection, string Visitor) key) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                limits.Leave(key);
            }
        }
    }
}
