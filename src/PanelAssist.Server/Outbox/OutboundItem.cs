using System.Text.Json;
using System.Text.Json.Serialization;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Server.Outbox;

internal enum OutboundKind
{
    /// <summary>A message to the chat.</summary>
    Text,

    /// <summary>Stops the spinner on a pressed button.</summary>
    AcknowledgePress,

    /// <summary>Removes the customer's message with a secret in it.</summary>
    DeleteMessage,

    /// <summary>A one-time code to a mail address.</summary>
    LinkCodeMail,
}

/// <summary>One thing to send, complete in itself.</summary>
internal sealed record OutboundItem
{
    /// <summary>Written also where it is the first of its kind: a row without it could not be read again after a restart.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required OutboundKind Kind { get; init; }

    public required string ChatId { get; init; }

    public long? ThreadId { get; init; }

    public bool IsPrivate { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<ReplyButton>? Buttons { get; init; }

    /// <summary>Message to answer (in groups), or to delete.</summary>
    public string? TargetMessageId { get; init; }

    public string? CallbackId { get; init; }

    public string? MailTo { get; init; }

    /// <summary>The one-time code, encrypted.</summary>
    public byte[]? ProtectedCode { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, OutboundItemJson.Default.OutboundItem);

    /// <summary>Null for what cannot be read: one such row must not stop the others.</summary>
    public static OutboundItem? Find(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OutboundItemJson.Default.OutboundItem);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(OutboundItem))]
[JsonSerializable(typeof(IReadOnlyList<ReplyButton>))]
internal sealed partial class OutboundItemJson : JsonSerializerContext;
