using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Accounts;

/// <summary>What a member is in the workspace.</summary>
internal enum MemberRole
{
    /// <summary>Everything, also who else owns it.</summary>
    Owner,

    /// <summary>Everything but owners.</summary>
    Admin,

    /// <summary>Answers customers.</summary>
    Agent,

    /// <summary>Sees everything that is not a secret, changes nothing.</summary>
    Analyst,

    /// <summary>What <see cref="Member.Permissions"/> lists.</summary>
    Custom,
}

/// <summary>An account in a workspace.</summary>
internal sealed class Member : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid AccountId { get; init; }

    public required MemberRole Role { get; set; }

    /// <summary>Space-separated names from <see cref="Scopes"/>; used where the role is <see cref="MemberRole.Custom"/>.</summary>
    public string Permissions { get; set; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
}

internal static class MemberRoles
{
    /// <summary>What a role may do, in the words of the API's scopes: a member and a token that may do the same have the same names.</summary>
    public static IReadOnlyList<string> ScopesOf(MemberRole role, string permissions) => role switch
    {
        MemberRole.Owner or MemberRole.Admin => [Scopes.All],
        MemberRole.Agent => [Scopes.Read, Scopes.Messages, Scopes.Links],
        MemberRole.Analyst => [Scopes.Read],
        MemberRole.Custom => permissions.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };
}
