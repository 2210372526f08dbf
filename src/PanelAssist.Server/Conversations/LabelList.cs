using System.Text.Json;

namespace PanelAssist.Server.Conversations;

/// <summary>A conversation's labels as its row keeps them.</summary>
internal static class LabelList
{
    private const string None = "[]";

    public static string ToJson(IReadOnlyList<Guid> labels) => labels.Count == 0 ? None : JsonSerializer.Serialize(labels, IdListJson.Default.IReadOnlyListGuid);

    public static IReadOnlyList<Guid> FromJson(string json) => json == None ? [] : JsonSerializer.Deserialize(json, IdListJson.Default.IReadOnlyListGuid) ?? [];
}

[System.Text.Json.Serialization.JsonSerializable(typeof(IReadOnlyList<Guid>))]
internal sealed partial class IdListJson : System.Text.Json.Serialization.JsonSerializerContext;
