using System.Security.Cryptography;

namespace PanelAssist.Server.Data;

/// <summary>
/// UUIDv7 ids that rise with every call of one process, also within a millisecond, where
/// <see cref="Guid.CreateVersion7(DateTimeOffset)"/> is random: rows sort by id in the order they were made.
/// </summary>
internal sealed class SequentialIds(TimeProvider time)
{
    private const int RandomPerId = 8;

    private readonly Lock _lock = new();
    private readonly byte[] _random = new byte[RandomPerId * 64];
    private long _lastMilliseconds;
    private int _counter;
    private int _randomUsed = int.MaxValue;

    /// <summary>No id made at or after this moment is lower: what is older is found by its id, without an index on its time.</summary>
    public static Guid LowestOf(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, moment.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }

    public Guid Next()
    {
        long milliseconds;
        int counter;
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock)
        {
            // Asking the system for eight bytes at a time costs more than all the rest here.
            if (_randomUsed >= _random.Length)
            {
                RandomNumberGenerator.Fill(_random);
                _randomUsed = 0;
            }

            _random.AsSpan(_randomUsed, RandomPerId).CopyTo(bytes[8..]);
            _randomUsed += RandomPerId;
            milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (milliseconds > _lastMilliseconds)
            {
                _lastMilliseconds = milliseconds;
                _counter = 0;
            }
            else if (++_counter > 0xFFF)
            {
                // Twelve bits are used up, or the clock went back: borrow from the next millisecond.
                _lastMilliseconds++;
                _counter = 0;
            }

            milliseconds = _lastMilliseconds;
            counter = _counter;
        }

        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        bytes[6] = (byte)(0x70 | (counter >> 8));
        bytes[7] = (byte)counter;
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
