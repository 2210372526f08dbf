using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>
/// The master keys at hand: one current, which wraps, and earlier ones, which only unwrap. A wrapped data key is
/// <c>version (1) | master key id (8) | nonce (12) | tag (16) | key (32)</c>, bound to its tenant and its own id.
/// </summary>
internal sealed class MasterKeys(IOptions<EncryptionOptions> encryption, IOptions<StorageOptions> storage)
{
    private const byte Version = 1;
    private const int HeaderSize = 1 + MasterKey.IdSize;

    private readonly Dictionary<string, MasterKey> _byId = new(StringComparer.Ordinal);
    private MasterKey? _current;

    /// <summary>What to restore when a key is missing.</summary>
    public string Source => encryption.Value.MasterKey is null ? new MasterKeyFile(storage.Value.DataDirectory).Path : "the setting Encryption:MasterKey";

    private MasterKey Current => _current ?? throw new InvalidOperationException("The master key is read when the process starts; it has not been yet.");

    /// <param name="mayCreate">False once something is wrapped: a new key would only hide that the old one is gone.</param>
    /// <exception cref="MasterKeyException">No usable key.</exception>
    public void Load(bool mayCreate)
    {
        foreach (var text in encryption.Value.PreviousMasterKeys)
        {
            Add(MasterKey.TryParse(text) ?? throw NotAKey("Encryption:PreviousMasterKeys"));
        }

        _current = encryption.Value.MasterKey is { } configured
            ? MasterKey.TryParse(configured) ?? throw NotAKey("Encryption:MasterKey")
            : FromFile(mayCreate);
        Add(_current);
    }

    public bool CanUnwrap(ReadOnlySpan<byte> wrapped) => wrapped.Length > HeaderSize && _byId.ContainsKey(IdOf(wrapped));

    public bool IsCurrent(ReadOnlySpan<byte> wrapped) => wrapped.Length > HeaderSize && IdOf(wrapped) == Current.Id;

    public static string IdOf(ReadOnlySpan<byte> wrapped) => Convert.ToHexStringLower(wrapped.Slice(1, MasterKey.IdSize));

    public byte[] Wrap(TenantId tenant, Guid keyId, ReadOnlySpan<byte> dataKey)
    {
        using var cipher = Current.OpenCipher();
        return SealedBytes.Seal(cipher, [Version, .. Convert.FromHexString(Current.Id)], Context(tenant, keyId), dataKey);
    }

    /// <exception cref="CryptographicException">The master key that wrapped it is not here, or it was altered.</exception>
    public byte[] Unwrap(TenantId tenant, Guid keyId, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length <= HeaderSize || wrapped[0] != Version)
        {
            throw new CryptographicException("A wrapped data key has an unknown form.");
        }

        if (!_byId.TryGetValue(IdOf(wrapped), out var master))
        {
            throw new CryptographicException($"The master key {IdOf(wrapped)} is missing: restore {Source}, or add the old key to Encryption:PreviousMasterKeys.");
        }

        using var cipher = master.OpenCipher();
        return SealedBytes.Open(cipher, HeaderSize, Context(tenant, keyId), wrapped);
    }

    /// <summary>For the platform's own keys, which belong to no tenant.</summary>
    public byte[] Seal(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> plaintext)
    {
        using var cipher = Current.OpenCipher();
        return SealedBytes.Seal(cipher, [Version, .. Convert.FromHexString(Current.Id)], purpose, plaintext);
    }

    /// <exception cref="CryptographicException">The master key that sealed it is not here, or it was altered.</exception>
    public byte[] Open(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length <= HeaderSize || sealedBytes[0] != Version || !_byId.TryGetValue(IdOf(sealedBytes), out var master))
        {
            throw new CryptographicException($"A key of the platform was sealed with a master key that is not here: restore {Source}, or add the old key to Encryption:PreviousMasterKeys.");
        }

        using var cipher = master.OpenCipher();
        return SealedBytes.Open(cipher, HeaderSize, purpose, sealedBytes);
    }

    private static byte[] Context(TenantId tenant, Guid keyId) =>
        [.. "data-key"u8, .. tenant.Value.ToByteArray(bigEndian: true), .. keyId.ToByteArray(bigEndian: true)];

    private static MasterKeyException NotAKey(string setting) =>
        new($"{setting} is not {MasterKey.Size} bytes in base64. Make one with: openssl rand -base64 {MasterKey.Size}");

    private MasterKey FromFile(bool mayCreate)
    {
        var file = new MasterKeyFile(storage.Value.DataDirectory);
        return file.Find() ?? (mayCreate
            ? file.Create()
            : throw new MasterKeyException($"The database holds encrypted secrets, but the master key is gone: restore {file.Path} from a backup, or set Encryption:MasterKey."));
    }

    private void Add(MasterKey key) => _byId[key.Id] = key;
}
