using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace PanelAssist.Bench.Load;

/// <summary>
/// One keep-alive HTTP/1.1 connection with one request at a time and no pipelining. Of an answer only the status and
/// the length are read: an HTTP client library would cost more than some of the servers measured.
/// </summary>
internal sealed class RawConnection(int port) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Socket? _socket;

    /// <summary>The status, or 0 when the connection broke; the next request opens a new one.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            var socket = _socket ??= await ConnectAsync(cancellationToken);
            for (var sent = 0; sent < request.Length;)
            {
                sent += await socket.SendAsync(request[sent..], SocketFlags.None, cancellationToken);
            }

            var filled = 0;
            while (true)
            {
                var received = await socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
                filled += received;
                if (TryReadStatus(_buffer.AsSpan(0, filled), out var status))
                {
                    return status;
                }

                if (received == 0 || filled == _buffer.Length)
                {
                    Close();
                    return 0;
                }
            }
        }
        catch (SocketException)
        {
            Close();
            return 0;
        }
    }

    public void Dispose() => Close();

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool TryReadStatus(ReadOnlySpan<byte> answer, out int status)
    {
        status = 0;
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0 || !Utf8Parser.TryParse(answer[9..], out status, out _))
        {
            return false;
        }

        var body = answer[(end + 4)..];
        var head = answer[..end];
        return TryFindLength(head, out var length) ? body.Length >= length : body.EndsWith("0\r\n\r\n"u8);
    }

    // No length means chunked (node answers so): complete with its last, empty chunk.
    private static bool TryFindLength(ReadOnlySpan<byte> head, out int length)
    {
        length = 0;
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        if (at < 0)
        {
            at = head.IndexOf("content-length: "u8);
        }

        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out length, out _);
    }
}
