using System.Diagnostics.CodeAnalysis;

namespace PanelAssist.Server.Tenancy;

/// <summary>A panel owner's workspace. Part of every key and every query; there is no default tenant.</summary>
[GenerateSerializer, Immutable, Alias("tenant-id")]
internal readonly record struct TenantId([property: Id(0)] Guid Value) : IParsable<TenantId>
{
    /// <summary>By id, which is by age; for queries that page.</summary>
    public static bool operator <(TenantId left, TenantId right) => left.Value < right.Value;

    public static bool operator >(TenantId left, TenantId right) => left.Value > right.Value;

    public override string ToString() => Value.ToString("N");

    public static TenantId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TenantId result)
    {
        var parsed = Guid.TryParse(s, provider, out var value);
        result = new TenantId(value);
        return parsed;
    }
}

/// <summary>A row that belongs to one tenant. The query filter and the write check are put on every such entity by convention.</summary>
internal interface ITenantOwned
{
    TenantId TenantId { get; }
}
