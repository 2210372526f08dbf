using System.Security.Cryptography;
using System.Text;

namespace PanelAssist.Server.Data;

/// <summary>
/// Ids that follow from what they name, so that two processes that see the same chat for the first time at the same
/// moment name the same row and no look-up is needed. UUIDv8 over SHA-256.
/// </summary>
internal static class DerivedIds
{
    public static Guid Conversation(Guid connection, string chatId, long? threadId) =>
        Derive("conversation", connection, threadId is null ? chatId : $"{chatId}/{threadId}");

    public static Guid Identity(Guid connection, string externalId) => Derive("identity", connection, externalId);

    public static Guid Contact(Guid identity) => Derive("contact", identity, "");

    private static Guid Derive(string kind, Guid scope, string key)
    {
        var length = Encoding.UTF8.GetMaxByteCount(kind.Length + key.Length + 1) + 16;
        Span<byte> input = length <= 512 ? stackalloc byte[length] : new byte[length];
        scope.TryWriteBytes(input, bigEndian: true, out _);
        var used = 16 + Encoding.UTF8.GetBytes(kind, input[16..]);
        input[used++] = 0;
        used += Encoding.UTF8.GetBytes(key, input[used..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input[..used], hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash[..16], bigEndian: true);
    }
}
