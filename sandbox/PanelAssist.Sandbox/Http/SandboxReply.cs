using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PanelAssist.Sandbox.Http;

/// <summary>An answer as bytes, so that a fault can still cut, replace or lose it after the counterpart has acted.</summary>
internal sealed class SandboxReply
{
    public const string JsonType = "application/json";
    public const string HtmlType = "text/html; charset=utf-8";

    // One writer per thread: building a reply never awaits, so it can't be entered twice.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = JsonType;

    public ReadOnlyMemory<byte> Body { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public static SandboxReply Json<TState>(TState state, Action<Utf8JsonWriter, TState> write, int status = 200, int? retryAfterSeconds = null) =>
        new() { Status = status, Body = JsonBytes(state, write), RetryAfterSeconds = retryAfterSeconds };

    public static SandboxReply Text(string text, string contentType, int status = 200) =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    public static byte[] JsonBytes<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(4096);
        var writer = _writer ?? new Utf8JsonWriter(buffer);
        _buffer = null;
        _writer = null;
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        write(writer, state);
        writer.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        _buffer = buffer;
        _writer = writer;
        return bytes;
    }
}
