namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>Where the master key comes from. It protects every tenant's data key: losing it loses every stored secret.</summary>
internal sealed class EncryptionOptions
{
    public const string Section = "Encryption";

    /// <summary>32 bytes in base64. Unset means the file <c>master.key</c> in <c>Storage:DataDirectory</c>, made at the first start.</summary>
    public string? MasterKey { get; init; }

    /// <summary>Keys that were in use before, in base64. Data keys they protect are taken over by the current key at start.</summary>
    public IReadOnlyList<string> PreviousMasterKeys { get; init; } = [];
}
