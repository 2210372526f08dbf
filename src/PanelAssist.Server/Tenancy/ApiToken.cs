namespace PanelAssist.Server.Tenancy;

/// <summary>A tenant's token for the management API. Only a hash is kept; the text is shown once.</summary>
internal sealed class ApiToken : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the token's text. A plain hash is enough: the text has 256 random bits.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Space-separated names from <see cref="Scopes"/>.</summary>
    public required string Scopes { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A token of the platform's operator. Belongs to no tenant and sees no tenant's data; it creates tenants.</summary>
internal sealed class OperatorToken
{
    public required Guid Id { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
