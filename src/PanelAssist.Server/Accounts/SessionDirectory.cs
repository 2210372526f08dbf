using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Accounts;

/// <summary>What a valid session stands for at this moment.</summary>
/// <param name="Member">The member the account is in the session's workspace; null where it has none.</param>
internal sealed record KnownSession(Guid Id, Guid AccountId, string DisplayName, string Email, string? Language, DateTimeOffset ProvedAt, KnownMember? Member)
{
    /// <summary>Set once an owner has to have a second factor and has none.</summary>
    public bool NeedsSecondFactor { get; init; }

    /// <summary>Where the browser signed in from.</summary>
    public IPAddress? Address { get; init; }
}

internal sealed record KnownMember(Guid Id, TenantId Tenant, string Workspace, MemberRole Role, IReadOnlyList<string> Scopes);

/// <summary>
/// Begins, finds and ends sessions. What was found is remembered for a few seconds, so that a removal or a changed role on
/// another node acts soon; on this one it acts at once.
/// </summary>
internal sealed class SessionDirectory(IServiceScopeFactory scopes, IOptions<AccountOptions> options, TimeProvider time)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LastSeenPrecision = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Watcher, Action<Guid>> _watchers = new();
    private readonly BoundedCache<Guid, KnownSession> _recent = new(capacity: 20_000, MaxAge, time);

    /// <summary>Told when a session has ended or what it may do has changed: open sockets ask again at once.</summary>
    public IDisposable Watch(Action<Guid> onChange)
    {
        var watcher = new Watcher(this);
        _watchers[watcher] = onChange;
        return watcher;
    }

    /// <returns>The text for the cookie: the session's id and its secret.</returns>
    public async Task<string> BeginAsync(Guid account, TenantId? tenant, string? address, string? browser, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = RandomNumberGenerator.GetBytes(32);
        var session = new AccountSession
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account,
            Hash = SHA256.HashData(secret),
            TenantId = tenant,
            CreatedAt = now,
            LastSeenAt = now,
            ProvedAt = now,
            Address = address,
            Browser = browser is { Length: > 300 } ? browser[..300] : browser,
        };
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return $"{session.Id:N}.{Base64Url.EncodeToString(secret)}";
    }

    /// <returns>Null where the text names no session that lives.</returns>
    public async Task<KnownSession?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || text.Length > 200 || !Guid.TryParseExact(text.AsSpan(0, dot), "N", out var id) || !Base64Url.IsValid(text.AsSpan(dot + 1)))
        {
            return null;
        }

        var hash = SHA256.HashData(Base64Url.DecodeFromChars(text.AsSpan(dot + 1)));
        return await FindAsync(id, hash, cancellationToken);
    }

    /// <summary>As <see cref="FindAsync(string, CancellationToken)"/> for who has already shown the secret.</summary>
    public Task<KnownSession?> FindAsync(Guid id, CancellationToken cancellationToken) => FindAsync(id, hash: null, cancellationToken);

    public void Forget(Guid id)
    {
        _recent.Forget(id);
        foreach (var onChange in _watchers.Values)
        {
            onChange(id);
        }
    }

    public async Task EndAsync(Guid id, CancellationToken cancellationToken)
    {
        await ChangeAsync(sessions => sessions.Where(e => e.Id == id), cancellationToken);
        Forget(id);
    }

    /// <summary>Ends all sessions of an account, but for one if wanted: after a new password, on request.</summary>
    public async Task EndAllAsync(Guid account, Guid? except, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var ids = await db.AccountSessions.Where(e => e.AccountId == account && e.EndedAt == null && e.Id != except).Select(e => e.Id).ToListAsync(cancellationToken);
        await ChangeAsync(sessions => sessions.Where(e => e.AccountId == account && e.Id != except), cancellationToken);
        ids.ForEach(Forget);
    }

    /// <summary>The account's roles changed: every session of it is read again.</summary>
    public async Task ForgetAccountAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ids = await scope.ServiceProvider.GetRequiredService<AppDbContext>().AccountSessions
            .Where(e => e.AccountId == account && e.EndedAt == null).Select(e => e.Id).ToListAsync(cancellationToken);
        ids.ForEach(Forget);
    }

    private async Task ChangeAsync(Func<IQueryable<AccountSession>, IQueryable<AccountSession>> which, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().WriteAsync(
            db => which(db.AccountSessions.Where(e => e.EndedAt == null)).ExecuteUpdateAsync(set => set.SetProperty(e => e.EndedAt, now), cancellationToken),
            cancellationToken);
    }

    private async Task<KnownSession?> FindAsync(Guid id, byte[]? hash, CancellationToken cancellationToken)
    {
        // Remembered by id alone only for those who showed the secret: the key of the memory is what the caller has.
        if (hash is null && _recent.TryGet(id, out var known))
        {
            return known;
        }

        var changes = _recent.Changes;
        await using var scope = scopes.CreateAsyncScope();
        var found = await ReadAsync(scope.ServiceProvider.GetRequiredService<AppDbContext>(), id, hash, cancellationToken);
        if (found is not null)
        {
            _recent.Store(id, found, changes);
        }

        return found;
    }

    private async Task<KnownSession?> ReadAsync(AppDbContext db, Guid id, byte[]? hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var oldest = now - options.Value.SessionIdle;
        var row = await (from session in db.AccountSessions
                         join account in db.Users on session.AccountId equals account.Id
                         where session.Id == id && session.EndedAt == null && session.LastSeenAt > oldest
                         select new { Session = session, account.DisplayName, account.Email, account.Language, account.TwoFactorEnabled, account.SecondFactorDueAt })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (row is null || (hash is not null && !CryptographicOperations.FixedTimeEquals(hash, row.Session.Hash)))
        {
            return null;
        }

        if (now - row.Session.LastSeenAt > LastSeenPrecision)
        {
            await db.WriteAsync(
                context => context.AccountSessions.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.LastSeenAt, now), cancellationToken),
                cancellationToken);
        }

        var member = row.Session.TenantId is { } tenant ? await ReadMemberAsync(db, row.Session.AccountId, tenant, cancellationToken) : null;
        return new KnownSession(id, row.Session.AccountId, row.DisplayName, row.Email!, row.Language, row.Session.ProvedAt, member)
        {
            Address = IPAddress.TryParse(row.Session.Address, out var address) ? address : null,
            NeedsSecondFactor = member?.Role is MemberRole.Owner && !row.TwoFactorEnabled && row.SecondFactorDueAt < now,
        };
    }

    private static async Task<KnownMember?> ReadMemberAsync(AppDbContext db, Guid account, TenantId tenant, CancellationToken cancellationToken)
    {
        var row = await db.ReadAcrossTenantsAsync(db.Members, all => all
            .Where(e => e.AccountId == account && e.TenantId == tenant)
            .Join(db.Tenants, member => member.TenantId, workspace => workspace.Id, (member, workspace) => new { member.Id, member.Role, member.Permissions, workspace.Name })
            .SingleOrDefaultAsync(cancellationToken));
        return row is null ? null : new KnownMember(row.Id, tenant, row.Name, row.Role, MemberRoles.ScopesOf(row.Role, row.Permissions));
    }

    private sealed class Watcher(SessionDirectory directory) : IDisposable
    {
        public void Dispose() => directory._watchers.TryRemove(this, out _);
    }
}
