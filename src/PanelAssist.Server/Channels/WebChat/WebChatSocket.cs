using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>
/// One socket of one visitor. Reading and writing are two loops; the writer owns the order of messages. While nothing
/// happens it holds no buffer: the socket is waited on with an empty one, and queue and frames are made when needed.
/// </summary>
internal sealed partial class WebChatSocket(
    WebSocket socket, ChannelConnectionView opened, WebChatServices services, ILogger<WebChatSocket> logger, CancellationToken stopping)
{
    // 4xxx are the application's own codes; the widget gets a new session after this one.
    private const WebSocketCloseStatus SessionOver = (WebSocketCloseStatus)4401;
    private const WebSocketCloseStatus TooManyOpen = (WebSocketCloseStatus)4429;
    private const WebSocketCloseStatus StartAgain = (WebSocketCloseStatus)1012;

    /// <summary>What waits to be written: a committed message, or a frame that has no place in the conversation.</summary>
    private readonly Channel<object> _queue = Channel.CreateBounded<object>(
        new BoundedChannelOptions(services.Options.SendQueue) { SingleReader = true });

    private string? _token;
    private volatile bool _ended;

    public async Task RunAsync()
    {
        // Not linked to stopping: cancelling a receive tears the socket down before it can say goodbye.
        using var ending = new CancellationTokenSource();
        try
        {
            var close = await ServeAsync(ending);
            await CloseAsync(close.Status, close.Reason);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side went away; it resumes by sequence.
            socket.Abort();
        }
        catch (Exception exception)
        {
            Log.Failed(logger, opened.Id, exception);
            await CloseAsync(WebSocketCloseStatus.InternalServerError, "Something failed here. Please reconnect.");
        }
    }

    private async Task<Close> ServeAsync(CancellationTokenSource ending)
    {
        var (hello, refusal) = await HelloAsync(ending.Token);
        if (hello is null)
        {
            return refusal;
        }

        _token = hello.Session;
        if (await SessionAsync(ending.Token) is not { } session)
        {
            return new(SessionOver, "The session has ended.");
        }

        using var place = services.Limits.TryOpen(opened.Id, session.ExternalId);
        if (place is null)
        {
            return new(TooManyOpen, "This visitor has too many open connections.");
        }

        var conversation = DerivedIds.Conversation(opened.Id, session.ExternalId, null);
        var cursor = new MessageCursor(services.Feed, opened.TenantId, conversation, services.Options.HistoryLimit, WriteMessageAsync);

        // Before history is read, so that nothing falls between; the cursor drops what comes twice.
        using var subscription = services.Feed.Subscribe(conversation, Enqueue);
        await using var heartbeat = services.Time.CreateTimer(_ => Enqueue(ServerFrame.Beat), null, services.Options.Heartbeat, services.Options.Heartbeat);

        var writing = WriteAsync(cursor, hello.After, ending.Token);
        var reading = ReadAsync(ending.Token);
        var first = await Task.WhenAny(writing, reading);
        _ended = true;
        _queue.Writer.TryComplete();
        if (first == reading)
        {
            // What was accepted before the goodbye is still said.
            await writing;
            return await reading;
        }

        var close = await writing;
        await CloseOutputAsync(close);
        await ((Task)reading).WaitAsync(TimeSpan.FromSeconds(2), services.Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ending.CancelAsync();
        return close;
    }

    private async Task<(ClientFrame? Hello, Close Refusal)> HelloAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(services.Options.HelloTimeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping, cancellationToken);
        var (frame, close) = await ReceiveAsync(either.Token);
        return frame is null ? (null, close)
            : frame.Type != "hello" ? (null, new(WebSocketCloseStatus.PolicyViolation, "The first frame is a hello."))
            : (frame, default);
    }

    private async Task<Close> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (frame, close) = await ReceiveAsync(cancellationToken);
            if (frame is null)
            {
                return close;
            }

            if (frame.Type is not ("send" or "press"))
            {
                // Kinds of a later version.
                continue;
            }

            // Asked each time: a session may end, and a chat be switched off, while its socket is open.
            if (await SessionAsync(cancellationToken) is not { } session)
            {
                return new(SessionOver, "The session has ended.");
            }

            var press = frame.Type == "press";
            var answer = await services.Intake.AcceptAsync(
                opened, session, frame.Id, press ? null : frame.Text, press ? frame.Command ?? "" : null, cancellationToken);
            Enqueue(answer.Result is IntakeResult.Stored or IntakeResult.Duplicate
                ? new ServerFrame.Accepted(frame.Id!)
                : new ServerFrame.Refused(frame.Id, answer.Reason, answer.RetryAfterSeconds));
        }
    }

    private async Task<Close> WriteAsync(MessageCursor cursor, long after, CancellationToken cancellationToken)
    {
        await WriteAsync(new ServerFrame.Welcome(await cursor.StartAsync(after, cancellationToken)), cancellationToken);
        while (await cursor.ReadAsync(cancellationToken))
        {
        }

        try
        {
            await foreach (var item in _queue.Reader.ReadAllAsync(stopping))
            {
                if (item is MessageView message)
                {
                    await cursor.OfferAsync(message, cancellationToken);
                    continue;
                }

                if (item is ServerFrame.Ping && await SessionAsync(cancellationToken) is null)
                {
                    return new(SessionOver, "The session has ended.");
                }

                await WriteAsync((ServerFrame)item, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new(StartAgain, "The server restarts. Please reconnect.");
        }

        return new(WebSocketCloseStatus.NormalClosure, null);
    }

    /// <summary>Called by committers too, so it never waits. A reader that let the queue fill up is cut off.</summary>
    private void Enqueue(object item)
    {
        if (!_queue.Writer.TryWrite(item) && !_ended)
        {
            Log.TooSlow(logger, opened.Id);
            socket.Abort();
        }
    }

    private ValueTask WriteMessageAsync(MessageView message, CancellationToken cancellationToken) =>
        WriteAsync(ServerFrame.Message.From(message), cancellationToken);

    private ValueTask WriteAsync(ServerFrame frame, CancellationToken cancellationToken) =>
        socket.SendAsync(frame.ToJson().AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private async ValueTask<WebChatSession?> SessionAsync(CancellationToken cancellationToken) =>
        await services.Connections.FindAsync(opened.Id, cancellationToken) is { State: ConnectionState.Active } connection
        && services.Sessions.Read(connection, _token, out var session) is SessionState.Valid
            ? session
            : null;

    private async Task<(ClientFrame? Frame, Close Close)> ReceiveAsync(CancellationToken cancellationToken)
    {
        // Waits without a buffer; thousands of silent sockets share none.
        await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(1024);
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }

                var got = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += got.Count;
                if (got.MessageType is WebSocketMessageType.Close)
                {
                    return (null, new(WebSocketCloseStatus.NormalClosure, null));
                }

                if (got.MessageType is WebSocketMessageType.Binary)
                {
                    return (null, new(WebSocketCloseStatus.InvalidMessageType, "Frames are text."));
                }

                if (length > WebChatOptions.MaxFrameBytes)
                {
                    return (null, new(WebSocketCloseStatus.MessageTooBig, "A frame has at most 32 KB."));
                }

                if (got.EndOfMessage)
                {
                    var frame = ClientFrame.Parse(buffer.AsSpan(0, length));
                    return (frame, frame is null ? new(WebSocketCloseStatus.InvalidPayloadData, "A frame is a JSON object with a type.") : default);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full, clearArray: true);
        return larger;
    }

    private async Task CloseOutputAsync(Close close)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(close.Status, close.Reason, CancellationToken.None);
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string? reason)
    {
        try
        {
            await CloseOutputAsync(new(status, reason));
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            socket.Abort();
        }
    }

    private readonly record struct Close(WebSocketCloseStatus Status, string? Reason);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "A web chat socket of connection {ConnectionId} reads too slowly and was cut")]
        public static partial void TooSlow(ILogger logger, Guid connectionId);

        [LoggerMessage(EventId = 2103, Level = LogLevel.Error, Message = "A web chat socket of connection {ConnectionId} failed")]
        public static partial void Failed(ILogger logger, Guid connectionId, Exception exception);
    }
}
