using System.Security.Cryptography;
using PanelAssist.Server.Panels.LookUps;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels;

/// <summary>An opened key, with what is remembered of it.</summary>
internal sealed class PanelKey(Secret secret)
{
    /// <summary>A key that was refused is not tried again at once: a revoked key must not become a storm of calls.</summary>
    private static readonly TimeSpan RefusedFor = TimeSpan.FromMinutes(1);

    private TimeSpan _refusedUntil = TimeSpan.MinValue;

    public Secret Secret { get; } = secret;

    /// <summary>Look-ups with this key; made when first needed.</summary>
    public OrderLane? Lane { get; set; }

    public string? Refusal { get; private set; }

    public bool IsRefused(TimeSpan now) => now < _refusedUntil;

    public void Refuse(TimeSpan now, string? detail)
    {
        _refusedUntil = now + RefusedFor;
        Refusal = detail;
    }

    public void Accept() => _refusedUntil = TimeSpan.MinValue;
}

/// <summary>Opens customers' keys and keeps a bounded number of them open, since decrypting for each question would cost more than the question.</summary>
internal sealed class PanelKeys(ISecretProtector protector, TenantId tenant)
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ProtectedKey, PanelKey> _byCiphertext = new(new SameBytes());
    private readonly Dictionary<string, PanelKey> _byText = new(StringComparer.Ordinal);

    /// <returns>Null where the ciphertext cannot be opened.</returns>
    public ValueTask<PanelKey?> OpenAsync(ProtectedKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_byCiphertext.TryGetValue(key, out var known))
            {
                return ValueTask.FromResult<PanelKey?>(known);
            }
        }

        return DecryptAsync(key, cancellationToken);
    }

    public async ValueTask<PanelKey?> OpenAsync(byte[]? ciphertext, SecretPurpose purpose, CancellationToken cancellationToken)
    {
        if (ciphertext is null)
        {
            return null;
        }

        try
        {
            return new PanelKey(await protector.RevealAsync(tenant, purpose, ciphertext, cancellationToken));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private async ValueTask<PanelKey?> DecryptAsync(ProtectedKey key, CancellationToken cancellationToken)
    {
        if (await OpenAsync(key.Ciphertext, SecretPurpose.CustomerPanelKey, cancellationToken) is not { } opened)
        {
            return null;
        }

        lock (_gate)
        {
            if (_byCiphertext.Count >= Capacity)
            {
                _byCiphertext.Clear();
                _byText.Clear();
            }

            // The same key, linked twice, has two ciphertexts but one budget of questions to share.
            var text = opened.Secret.Reveal();
            if (!_byText.TryGetValue(text, out var known))
            {
                known = opened;
                _byText.Add(text, known);
            }

            _byCiphertext[key] = known;
            return known;
        }
    }

    private sealed class SameBytes : IEqualityComparer<ProtectedKey>
    {
        public bool Equals(ProtectedKey? x, ProtectedKey? y) => x is not null && y is not null && x.Ciphertext.AsSpan().SequenceEqual(y.Ciphertext);

        public int GetHashCode(ProtectedKey obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj.Ciphertext);
            return hash.ToHashCode();
        }
    }
}
