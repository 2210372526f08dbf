using System.Security.Cryptography;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>AES-256-GCM with a random nonce: <c>header | nonce (12) | tag (16) | ciphertext</c>. The header travels in the open and is authenticated.</summary>
internal static class SealedBytes
{
    public const int NonceSize = 12;
    public const int TagSize = 16;

    public static byte[] Seal(AesGcm cipher, ReadOnlySpan<byte> header, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext)
    {
        var sealedBytes = new byte[header.Length + NonceSize + TagSize + plaintext.Length];
        header.CopyTo(sealedBytes);
        var nonce = sealedBytes.AsSpan(header.Length, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(
            nonce,
            plaintext,
            sealedBytes.AsSpan(header.Length + NonceSize + TagSize),
            sealedBytes.AsSpan(header.Length + NonceSize, TagSize),
            [.. header, .. context]);
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">Not what was sealed, or sealed for another context.</exception>
    public static byte[] Open(AesGcm cipher, int headerSize, ReadOnlySpan<byte> context, ReadOnlySpan<byte> sealedBytes)
    {
        var body = sealedBytes[headerSize..];
        if (body.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("A ciphertext is shorter than its frame.");
        }

        var plaintext = new byte[body.Length - NonceSize - TagSize];
        cipher.Decrypt(
            body[..NonceSize],
            body[(NonceSize + TagSize)..],
            body.Slice(NonceSize, TagSize),
            plaintext,
            [.. sealedBytes[..headerSize], .. context]);
        return plaintext;
    }
}
