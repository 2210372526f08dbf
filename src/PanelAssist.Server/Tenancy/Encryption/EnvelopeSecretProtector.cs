using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>
/// A stored secret is <c>version (1) | data key id (16) | nonce (12) | tag (16) | ciphertext</c>; version, key id, tenant
/// and purpose are authenticated, so a changed byte, another tenant's row or another column's value does not open.
/// </summary>
internal sealed class EnvelopeSecretProtector(DataKeys keys) : ISecretProtector
{
    private const byte Version = 1;
    private const int HeaderSize = 1 + 16;

    // Without this a byte sequence that is not text would come back as replacement characters instead of failing.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async ValueTask<byte[]> ProtectAsync(TenantId tenant, SecretPurpose purpose, string plaintext, CancellationToken cancellationToken)
    {
        var key = await keys.GetNewestAsync(tenant, cancellationToken);
        var bytes = Strict.GetBytes(plaintext);
        try
        {
            using var cipher = new AesGcm(key.Bytes, SealedBytes.TagSize);
            return SealedBytes.Seal(cipher, [Version, .. key.Id.ToByteArray(bigEndian: true)], Context(tenant, purpose), bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public async ValueTask<Secret> RevealAsync(TenantId tenant, SecretPurpose purpose, byte[] ciphertext, CancellationToken cancellationToken)
    {
        if (ciphertext.Length < HeaderSize || ciphertext[0] != Version)
        {
            throw new CryptographicException("A stored secret has an unknown form.");
        }

        var key = await keys.GetAsync(tenant, new Guid(ciphertext.AsSpan(1, 16), bigEndian: true), cancellationToken);
        using var cipher = new AesGcm(key.Bytes, SealedBytes.TagSize);
        var bytes = SealedBytes.Open(cipher, HeaderSize, Context(tenant, purpose), ciphertext);
        try
        {
            return new Secret(Strict.GetString(bytes));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static byte[] Context(TenantId tenant, SecretPurpose purpose)
    {
        var context = new byte[16 + sizeof(int)];
        tenant.Value.TryWriteBytes(context, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(context.AsSpan(16), (int)purpose);
        return context;
    }
}
