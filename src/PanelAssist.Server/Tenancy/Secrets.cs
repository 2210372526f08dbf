namespace PanelAssist.Server.Tenancy;

/// <summary>A secret in memory. It prints as stars wherever it is formatted; its text is read by name only.</summary>
internal sealed class Secret(string text)
{
    /// <summary>The secret itself: for the call that needs it, never for a log or an answer.</summary>
    public string Reveal() => text;

    public override string ToString() => "***";
}

/// <summary>What a secret is for. Bound into the ciphertext, so that one secret cannot be put in another's place.</summary>
internal enum SecretPurpose
{
    PanelAdminKey = 1,
    PanelApiKey = 2,
    CustomerPanelKey = 3,
    ChannelCredential = 4,
    HookSecret = 5,
    LinkCode = 6,
    InboxPayload = 7,
}

/// <summary>Envelope encryption: AES-256-GCM under the tenant's data key, which the master key wraps. Tenant and purpose are associated data.</summary>
internal interface ISecretProtector
{
    ValueTask<byte[]> ProtectAsync(TenantId tenant, SecretPurpose purpose, string plaintext, CancellationToken cancellationToken);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Altered, of another tenant or purpose, or its key is lost.</exception>
    ValueTask<Secret> RevealAsync(TenantId tenant, SecretPurpose purpose, byte[] ciphertext, CancellationToken cancellationToken);
}
