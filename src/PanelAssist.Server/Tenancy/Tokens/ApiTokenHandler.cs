using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Tenancy.Tokens;

/// <summary><c>Authorization: Bearer pa_…</c>. Refusals are problem details; what was shown is never repeated in them.</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenDirectory tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiToken";

    /// <summary>Longer than any token we give out or an operator would choose; more is not worth hashing.</summary>
    private const int MaxLength = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string Bearer = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var text = header[Bearer.Length..].Trim();
        if (text.Length is 0 or > MaxLength || await tokens.FindAsync(text, Context.RequestAborted) is not { } token)
        {
            return AuthenticateResult.Fail("The token is not known.");
        }

        var identity = new ClaimsIdentity(TokenClaims.Of(token), Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var shown = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = shown ? """Bearer realm="PanelAssist", error="invalid_token" """.TrimEnd() : """Bearer realm="PanelAssist" """.TrimEnd();
        await TypedResults.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            detail: shown
                ? "This token is not known, or it was revoked. Make a new one with POST /api/v1/tokens."
                : "Send an API token: Authorization: Bearer pa_…").ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredAccess>();
        await TypedResults.Problem(
            statusCode: StatusCodes.Status403Forbidden,
            detail: needed switch
            {
                { IsOperator: true } => "This call is for the operator's token.",
                { } access => $"This call needs a tenant's token with the scope '{access.Name}'.",
                null => "This token may not do that.",
            }).ExecuteAsync(Context);
    }
}
