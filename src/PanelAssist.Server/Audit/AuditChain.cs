using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PanelAssist.Server.Audit;

/// <summary>
/// Links a tenant's entries: the hash of an entry is SHA-256 over these fields, each as its length in four bytes, most
/// significant first, and then its bytes; a null text has the length FFFFFFFF and no bytes.
/// <list type="number">
/// <item>the text <c>panelassist-audit-1</c></item>
/// <item>the previous hash, 32 bytes; zeros before the first entry</item>
/// <item>the tenant's id, 16 bytes, most significant first</item>
/// <item>the entry's id, likewise</item>
/// <item>the moment in Unix milliseconds, 8 bytes, most significant first</item>
/// <item>actor, actor's name, address, action, target, details: UTF-8</item>
/// </list>
/// Because of the lengths no two entries have one encoding. The position is in no field of its own: the previous hash holds
/// everything before, so only one position fits.
/// </summary>
internal static class AuditChain
{
    private const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>Stands before the first entry.</summary>
    public static byte[] Genesis { get; } = new byte[HashSize];

    public static byte[] HashOf(AuditEntry entry, ReadOnlySpan<byte> previousHash)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        Encode(bytes, entry, previousHash);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    public static void Encode(IBufferWriter<byte> bytes, AuditEntry entry, ReadOnlySpan<byte> previousHash)
    {
        Field(bytes, "panelassist-audit-1"u8);
        Field(bytes, previousHash);
        Span<byte> number = stackalloc byte[16];
        entry.TenantId.Value.TryWriteBytes(number, bigEndian: true, out _);
        Field(bytes, number);
        entry.Id.TryWriteBytes(number, bigEndian: true, out _);
        Field(bytes, number);
        BinaryPrimitives.WriteInt64BigEndian(number, entry.At.ToUnixTimeMilliseconds());
        Field(bytes, number[..sizeof(long)]);
        Text(bytes, entry.Actor);
        Text(bytes, entry.ActorName);
        Text(bytes, entry.Address);
        Text(bytes, entry.Action);
        Text(bytes, entry.Target);
        Text(bytes, entry.Details);
    }

    private static void Field(IBufferWriter<byte> bytes, ReadOnlySpan<byte> value)
    {
        Length(bytes, value.Length);
        bytes.Write(value);
    }

    private static void Text(IBufferWriter<byte> bytes, string? text)
    {
        if (text is null)
        {
            Length(bytes, -1);
            return;
        }

        Length(bytes, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, bytes);
    }

    private static void Length(IBufferWriter<byte> bytes, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), length);
        bytes.Advance(sizeof(int));
    }
}
