using Microsoft.AspNetCore.Components.Authorization;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Accounts;

/// <summary>The person has signed out elsewhere, was removed, or may not do this any more.</summary>
internal sealed class NotPermittedException(bool signedIn) : Exception("The session does not permit this.")
{
    public bool SignedIn => signedIn;
}

/// <summary>
/// The dashboard's only way to the product: runs a piece of application code as the member who looks at the page, in a scope
/// of its own with that member's tenant. What the member may do is asked each time, so a removal takes hold with the next click.
/// </summary>
internal sealed class Workspace(IServiceScopeFactory scopes, AuthenticationStateProvider authentication, SessionDirectory sessions)
{
    /// <returns>Null where nobody is signed in any more.</returns>
    public async Task<KnownSession?> FindSessionAsync(CancellationToken cancellationToken = default) =>
        (await authentication.GetAuthenticationStateAsync()).User.SessionId() is { } id ? await sessions.FindAsync(id, cancellationToken) : null;

    /// <param name="scope">What the member must be allowed to do, from <see cref="Scopes"/>.</param>
    /// <param name="work">Runs with a <typeparamref name="TDesk"/> of the member's tenant.</param>
    /// <exception cref="NotPermittedException">The member may not, or is none any more.</exception>
    public async Task<TResult> RunAsync<TDesk, TResult>(string scope, Func<TDesk, Task<TResult>> work, CancellationToken cancellationToken = default)
        where TDesk : notnull
    {
        var session = await FindSessionAsync(cancellationToken) ?? throw new NotPermittedException(signedIn: false);
        if (session.NeedsSecondFactor || session.Member is not { } member || !Scopes.Covers(member.Scopes, scope))
        {
            throw new NotPermittedException(signedIn: true);
        }

        await using var own = scopes.CreateTenantScope(member.Tenant);
        own.ServiceProvider.GetRequiredService<Actor>().Set(SessionClaims.ActorOf(member), session.Address, session.DisplayName);
        return await work(own.ServiceProvider.GetRequiredService<TDesk>());
    }

    /// <summary>For what belongs to the person and to no workspace: password, second factor, sessions.</summary>
    /// <exception cref="NotPermittedException">Nobody is signed in any more.</exception>
    public async Task<TResult> RunOwnAsync<TDesk, TResult>(Func<TDesk, KnownSession, Task<TResult>> work, CancellationToken cancellationToken = default)
        where TDesk : notnull
    {
        var session = await FindSessionAsync(cancellationToken) ?? throw new NotPermittedException(signedIn: false);
        await using var own = scopes.CreateAsyncScope();
        return await work(own.ServiceProvider.GetRequiredService<TDesk>(), session);
    }
}
