using Microsoft.AspNetCore.Authorization;

namespace PanelAssist.Server.Tenancy.Tokens;

/// <summary>Says who may call an endpoint: each that is not for everybody carries exactly one.</summary>
internal interface IRequiredAccess
{
    string Name { get; }
}

/// <summary>Who may call an endpoint. It is the policy itself, so that what is enforced, what is documented and what is tested are one thing.</summary>
internal sealed class RequiredAccess : IRequiredAccess, IAuthorizeData
{
    private RequiredAccess(string name) => Name = name;

    /// <summary>The operator's tokens only.</summary>
    public static RequiredAccess Operator { get; } = new("operator");

    /// <summary>A scope's name, or <c>operator</c>.</summary>
    public string Name { get; }

    public bool IsOperator => this == Operator;

    public string? Policy
    {
        get => PolicyOf(Name);
        set => throw new NotSupportedException();
    }

    public string? Roles { get; set; }

    public string? AuthenticationSchemes { get; set; }

    public static RequiredAccess Scope(string scope) => new(scope);

    public static string PolicyOf(string name) => "api:" + name;
}

internal static class RequiredAccessConventions
{
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(RequiredAccess.Scope(scope));

    public static TBuilder RequireOperator<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(RequiredAccess.Operator);
}
