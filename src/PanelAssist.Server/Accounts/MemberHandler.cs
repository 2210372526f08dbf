using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Accounts;

/// <summary>Knows who signed in by the session's cookie. What the person may do is read anew each time, not carried in the cookie.</summary>
internal sealed class MemberHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SessionDirectory sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Member";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Find(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        return await sessions.FindAsync(text, Context.RequestAborted) is { } session
            ? AuthenticateResult.Success(new AuthenticationTicket(SessionClaims.Of(session, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The session has ended.");
    }

    /// <summary>Pages send people to the sign-in and back; anything else hears 401.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (HttpMethods.IsGet(Request.Method) && Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            Response.Redirect("/signin?return=" + Uri.EscapeDataString(Request.Path + Request.QueryString));
        }
        else
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    /// <summary>Signed in, but not for this: owners who still owe a second factor are shown the way.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (HttpMethods.IsGet(Request.Method) && Context.User.HasClaim(SessionClaims.NeedsSecondFactor, "true"))
        {
            Response.Redirect("/app/security?due=1");
        }
        else
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return Task.CompletedTask;
    }
}

/// <summary>A session as claims, in the same words as an API token's: what is behind the doors does not care which it was.</summary>
internal static class SessionClaims
{
    public const string Session = "pa:session";
    public const string Account = "pa:account";
    public const string NeedsSecondFactor = "pa:second-factor-due";

    public static ClaimsPrincipal Of(KnownSession session, string scheme)
    {
        var claims = new List<Claim>
        {
            new(Session, session.Id.ToString("N")),
            new(Account, session.AccountId.ToString("N")),
            new(ClaimTypes.Name, session.DisplayName),

            // Forms' tokens are bound to it; without it they would be bound to all claims, and die with each change of a role.
            new(ClaimTypes.NameIdentifier, session.Id.ToString("N")),
        };
        if (session.NeedsSecondFactor)
        {
            claims.Add(new Claim(NeedsSecondFactor, "true"));
        }

        if (session.Member is { } member)
        {
            claims.Add(new Claim(TokenClaims.Actor, ActorOf(member)));
            claims.Add(new Claim(TokenClaims.Tenant, member.Tenant.ToString()));
            claims.AddRange(member.Scopes.Select(scope => new Claim(TokenClaims.Scope, scope)));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    public static string ActorOf(KnownMember member) => $"member:{member.Id:N}";

    public static Guid? SessionId(this ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(Session), "N", out var id) ? id : null;

    public static Guid? AccountId(this ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(Account), "N", out var id) ? id : null;
}
