using System.Net.WebSockets;
using System.Text.Json;

namespace PanelAssist.Server.Tests.Channels.WebChat;

/// <summary>A client of the socket protocol as anyone could write it from its description.</summary>
internal sealed class ChatSocket : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(20));

    private ChatSocket()
    {
    }

    public static async Task<ChatSocket> OpenAsync(Uri address, Guid connection, string? origin = null)
    {
        var chat = new ChatSocket();
        if (origin is not null)
        {
            chat._socket.Options.SetRequestHeader("Origin", origin);
        }

        await chat._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = $"/chat/{connection}/socket" }.Uri, chat._patience.Token);
        return chat;
    }

    public static async Task<ChatSocket> ConnectAsync(Uri address, Guid connection, string session, long after = 0)
    {
        var chat = await OpenAsync(address, connection);
        await chat.SendAsync(new { type = "hello", session, after });
        return chat;
    }

    public Task SendAsync(object frame) => SendRawAsync(JsonSerializer.SerializeToUtf8Bytes(frame, Json));

    public Task SendRawAsync(byte[] text) => _socket.SendAsync(text, WebSocketMessageType.Text, true, _patience.Token);

    public async Task<SocketFrame> NextAsync()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var got = await _socket.ReceiveAsync(buffer.AsMemory(length), _patience.Token);
            if (got.MessageType is WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"Closed with {(int?)_socket.CloseStatus}: {_socket.CloseStatusDescription}");
            }

            length += got.Count;
            if (got.EndOfMessage)
            {
                return JsonSerializer.Deserialize<SocketFrame>(buffer.AsSpan(0, length), Json)!;
            }
        }
    }

    public async Task<List<SocketFrame>> TakeAsync(int count)
    {
        var frames = new List<SocketFrame>();
        while (frames.Count < count)
        {
            frames.Add(await NextAsync());
        }

        return frames;
    }

    /// <summary>The code the server closed with.</summary>
    public async Task<int?> ClosedAsync()
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var got = await _socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            if (got.MessageType is WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
                return (int?)_socket.CloseStatus;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed record SocketFrame(
    string Type, long Sequence, string? Id, string? ClientId, string? Direction, string? Author, string? Text, JsonElement? Buttons, string? Reason, int? RetryAfter);

/// <summary>Waits for what another thread will do, by yielding; a missing event ends in a failure, not in a guess.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
