using System.Buffers;
using System.Text.Json;

namespace PanelAssist.Bench.Ceilings;

internal readonly record struct StoredUpdate(long Id, byte[] Payload)
{
    /// <summary>Reads to the end, so that broken JSON is found before it is stored.</summary>
    public static StoredUpdate Parse(ReadOnlySequence<byte> body)
    {
        var payload = body.ToArray();
        var reader = new Utf8JsonReader(payload);
        long? id = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("update_id"u8))
            {
                reader.Read();
                id = reader.GetInt64();
            }
        }

        return new StoredUpdate(id ?? throw new JsonException("no update_id"), payload);
    }
}
