using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace PanelAssist.Server.Api;

/// <summary>The place in a list after its last shown row. Opaque to callers; a page stays right while rows are added.</summary>
internal interface ICursor<TSelf>
    where TSelf : struct, ICursor<TSelf>
{
    static abstract int Size { get; }

    static abstract TSelf Read(ReadOnlySpan<byte> bytes);

    void Write(Span<byte> bytes);
}

/// <summary>By id: ids rise with time.</summary>
internal readonly record struct IdCursor(Guid Id) : ICursor<IdCursor>
{
    public static int Size => 16;

    public static IdCursor Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    public void Write(Span<byte> bytes) => Id.TryWriteBytes(bytes, bigEndian: true, out _);
}

/// <summary>By a number that is unique in its list.</summary>
internal readonly record struct SequenceCursor(long Sequence) : ICursor<SequenceCursor>
{
    public static int Size => sizeof(long);

    public static SequenceCursor Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64BigEndian(bytes));

    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteInt64BigEndian(bytes, Sequence);
}

/// <summary>By a moment, and by id where moments are equal.</summary>
internal readonly record struct MomentCursor(DateTimeOffset At, Guid Id) : ICursor<MomentCursor>
{
    public static int Size => sizeof(long) + 16;

    public static MomentCursor Read(ReadOnlySpan<byte> bytes) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes)),
        new Guid(bytes[sizeof(long)..], bigEndian: true));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.ToUnixTimeMilliseconds());
        Id.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
    }
}

internal static class Cursor
{
    public static string Encode<TCursor>(this TCursor cursor)
        where TCursor : struct, ICursor<TCursor>
    {
        Span<byte> bytes = stackalloc byte[TCursor.Size];
        cursor.Write(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryDecode<TCursor>(string text, [NotNullWhen(true)] out TCursor? cursor)
        where TCursor : struct, ICursor<TCursor>
    {
        cursor = null;
        Span<byte> bytes = stackalloc byte[64];
        try
        {
            if (text.Length > 64 || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != TCursor.Size)
            {
                return false;
            }

            cursor = TCursor.Read(bytes[..written]);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
