using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PanelAssist.Bench.Stubs;

/// <summary>Called on the stub's own thread as a message arrives; <paramref name="text"/> is the JSON string, escapes and all.</summary>
internal delegate void MessageArrived(long chat, ReadOnlySpan<byte> text, long timestamp);

/// <summary>A Bot API that takes every message at once and answers like the real one.</summary>
internal sealed class TelegramStub
{
    private const string Prefix = "/bot";
    private long _messageId;
    private long _arrived;
    private long _unreadable;

    public MessageArrived? Arrived { get; set; }

    public long Count => Interlocked.Read(ref _arrived);

    /// <summary>sendMessage calls whose body was not understood: must be zero for a run to count.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var body = await Wire.ReadBodyAsync(context);
        var method = path.AsSpan(path.LastIndexOf('/') + 1);
        var answer = method switch
        {
            "sendMessage" => Send(body),
            "getMe" => """{"ok":true,"result":{"id":7000001,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}""",
            "getUpdates" => """{"ok":true,"result":[]}""",
            "getWebhookInfo" => """{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}""",
            _ => """{"ok":true,"result":true}""",
        };
        context.Request.BodyReader.AdvanceTo(body.End);
        await Wire.JsonAsync(context, answer);
        return true;
    }

    private string Send(ReadOnlySequence<byte> body)
    {
        var now = Stopwatch.GetTimestamp();
        if (!TryRead(body, now, out var chat))
        {
            Interlocked.Increment(ref _unreadable);
            return """{"ok":false,"error_code":400,"description":"Bad Request: message text is empty"}""";
        }

        Interlocked.Increment(ref _arrived);
        var id = Interlocked.Increment(ref _messageId);
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"ok":true,"result":{"message_id":{{{id}}},"from":{"id":7000001,"is_bot":true,"first_name":"Bench","username":"bench_bot"},"chat":{"id":{{{chat}}},"first_name":"Ana","type":"private"},"date":1767521472,"text":"ok"}}""");
    }

    private bool TryRead(ReadOnlySequence<byte> body, long now, out long chat)
    {
        chat = 0;
        ReadOnlySpan<byte> text = default;
        try
        {
            var reader = new Utf8JsonReader(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                var isChat = reader.ValueTextEquals("chat_id"u8);
                var isText = reader.ValueTextEquals("text"u8);
                reader.Read();
                if (isChat)
                {
                    chat = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : long.Parse(reader.GetString()!, CultureInfo.InvariantCulture);
                }
                else if (isText)
                {
                    text = reader.ValueSpan;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return false;
        }

        if (chat == 0 || text.IsEmpty)
        {
            return false;
        }

        Arrived?.Invoke(chat, text, now);
        return true;
    }
}
