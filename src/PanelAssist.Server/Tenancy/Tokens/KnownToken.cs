namespace PanelAssist.Server.Tenancy.Tokens;

/// <summary>What a valid token stands for.</summary>
internal abstract record KnownToken(Guid Id)
{
    /// <summary>How it is named in the audit.</summary>
    public abstract string Actor { get; }

    public sealed record OfTenant(Guid Id, TenantId Tenant, IReadOnlyList<string> Scopes) : KnownToken(Id)
    {
        public override string Actor => $"token:{Id:N}";
    }

    public sealed record OfOperator(Guid Id) : KnownToken(Id)
    {
        public override string Actor => $"operator:{Id:N}";
    }
}
