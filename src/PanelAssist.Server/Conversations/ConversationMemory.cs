using System.Text.Json;
using System.Text.Json.Serialization;

namespace PanelAssist.Server.Conversations;

/// <summary>What the assistant remembers of a conversation from turn to turn.</summary>
internal sealed record ConversationMemory
{
    public static readonly ConversationMemory Empty = new();

    private static readonly string EmptyJson = JsonSerializer.Serialize(Empty, ConversationMemoryJson.Default.ConversationMemory);

    /// <summary>Messages in a row that were not understood.</summary>
    public int TimesNotUnderstood { get; init; }

    /// <summary>Who a one-time code was sent for, and until when six digits mean that code.</summary>
    public Guid? CodeAwaitedFrom { get; init; }

    public DateTimeOffset? CodeAwaitedUntil { get; init; }

    /// <summary>The event whose "working on it" was said already: a turn run again does not say it twice.</summary>
    public Guid? Acknowledged { get; init; }

    public bool AwaitsCode(Guid identity, DateTimeOffset now) => CodeAwaitedFrom == identity && CodeAwaitedUntil > now;

    public string ToJson() => ReferenceEquals(this, Empty)
        ? EmptyJson
        : JsonSerializer.Serialize(this, ConversationMemoryJson.Default.ConversationMemory);

    public static ConversationMemory FromJson(string json) => json == EmptyJson
        ? Empty
        : JsonSerializer.Deserialize(json, ConversationMemoryJson.Default.ConversationMemory) ?? Empty;
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ConversationMemory))]
internal sealed partial class ConversationMemoryJson : JsonSerializerContext;
