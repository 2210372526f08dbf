using Microsoft.AspNetCore.Authorization;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Accounts;

/// <summary>Who may open a page: a member whose role allows <see cref="Name"/>. It is the policy itself, as <see cref="RequiredAccess"/> is for the API.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MemberAccess(string name) : Attribute, IRequiredAccess, IAuthorizeData
{
    /// <summary>Anybody who has signed in, also without a workspace.</summary>
    public const string SignedIn = "signed-in";

    public string Name => "member:" + name;

    public string? Policy
    {
        get => PolicyOf(name);
        set => throw new NotSupportedException();
    }

    public string? Roles { get; set; }

    public string? AuthenticationSchemes { get; set; }

    public static string PolicyOf(string name) => "member:" + name;
}
