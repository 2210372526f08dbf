using System.Security.Cryptography;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>The key that wraps data keys. Its id is public: it is stored in what the key wrapped.</summary>
internal sealed class MasterKey
{
    public const int Size = 32;
    public const int IdSize = 8;

    private readonly byte[] _key;

    public MasterKey(byte[] key)
    {
        if (key.Length != Size)
        {
            throw new ArgumentException($"A master key has {Size} bytes, not {key.Length}.", nameof(key));
        }

        _key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, IdSize));
    }

    /// <summary>First eight bytes of the key's SHA-256, in hexadecimal.</summary>
    public string Id { get; }

    public AesGcm OpenCipher() => new(_key, SealedBytes.TagSize);

    /// <returns>Null where the text is not 32 bytes in base64.</returns>
    public static MasterKey? TryParse(string? text)
    {
        var bytes = new byte[Size + 1];
        return text is not null && Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Size
            ? new MasterKey(bytes[..Size])
            : null;
    }
}
