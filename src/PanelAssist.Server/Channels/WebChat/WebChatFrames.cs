using System.Text.Json;
using System.Text.Json.Serialization;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Conversations;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>A frame of the client. Which fields count depends on <see cref="Type"/>.</summary>
internal sealed record ClientFrame(string? Type, string? Session, long After, string? Id, string? Text, string? Command)
{
    /// <returns>Null if it is no frame at all.</returns>
    public static ClientFrame? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WebChatJson.Default.ClientFrame) is { Type: not null } frame ? frame : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal abstract record ServerFrame
{
    private ServerFrame()
    {
    }

    public static Ping Beat { get; } = new();

    public abstract string Type { get; }

    /// <param name="Sequence">The newest message's; live ones follow it.</param>
    public sealed record Welcome(long Sequence) : ServerFrame
    {
        public override string Type => "welcome";
    }

    public sealed record Message(
        long Sequence, Guid Id, string? ClientId, string Direction, string Author, string Text, IReadOnlyList<ReplyButton>? Buttons, DateTimeOffset At)
        : ServerFrame
    {
        public override string Type => "message";

        public static Message From(MessageView view) => new(
            view.Sequence,
            view.Id,
            view.Direction is MessageDirection.Incoming ? view.ProviderMessageId : null,
            view.Direction is MessageDirection.Incoming ? "in" : "out",
            view.Author switch
            {
                MessageAuthor.Contact => "contact",
                MessageAuthor.Assistant => "assistant",
                MessageAuthor.Agent => "agent",
                MessageAuthor.System => "system",
            },
            view.Text,
            view.Buttons is { Count: > 0 } ? view.Buttons : null,
            view.At);
    }

    public sealed record Accepted(string Id) : ServerFrame
    {
        public override string Type => "accepted";
    }

    public sealed record Refused(string? Id, string Reason, int? RetryAfter) : ServerFrame
    {
        public override string Type => "refused";
    }

    public sealed record Ping : ServerFrame
    {
        public override string Type => "ping";
    }

    public byte[] ToJson() => this switch
    {
        Welcome frame => JsonSerializer.SerializeToUtf8Bytes(frame, WebChatJson.Default.Welcome),
        Message frame => JsonSerializer.SerializeToUtf8Bytes(frame, WebChatJson.Default.Message),
        Accepted frame => JsonSerializer.SerializeToUtf8Bytes(frame, WebChatJson.Default.Accepted),
        Refused frame => JsonSerializer.SerializeToUtf8Bytes(frame, WebChatJson.Default.Refused),
        Ping frame => JsonSerializer.SerializeToUtf8Bytes(frame, WebChatJson.Default.Ping),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

internal sealed record SessionRequest(SignedIdentity? Identity, string? Visitor);

internal sealed record SessionAnswer(
    string Session, string Visitor, string? Name, long Sequence, string Title, string? Greeting, string? Color, bool Identified, DateTimeOffset Expires);

internal sealed record SendRequest(string? Id, string? Text, string? Command);

internal sealed record SendAnswer(bool Accepted);

/// <param name="Sequence">The <c>after</c> of the next call.</param>
internal sealed record MessagesAnswer(IReadOnlyList<ServerFrame.Message> Items, long Sequence);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(WebChatSettings))]
[JsonSerializable(typeof(WebChatSession))]
[JsonSerializable(typeof(WebChatPayload))]
[JsonSerializable(typeof(ClientFrame))]
[JsonSerializable(typeof(ServerFrame.Welcome))]
[JsonSerializable(typeof(ServerFrame.Message))]
[JsonSerializable(typeof(ServerFrame.Accepted))]
[JsonSerializable(typeof(ServerFrame.Refused))]
[JsonSerializable(typeof(ServerFrame.Ping))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(MessagesAnswer))]
internal sealed partial class WebChatJson : JsonSerializerContext;
