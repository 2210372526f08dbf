using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels;

/// <summary>A connection with its secrets open, as the hot path needs it.</summary>
internal sealed record ChannelConnectionView(
    Guid Id,
    TenantId TenantId,
    ChannelKind Kind,
    IReadOnlyList<Guid> PanelIds,
    string SettingsJson,
    ConnectionState State,
    Secret HookSecret,
    Secret? Credential,
    IReadOnlyDictionary<string, string> MovedChats)
{
    /// <summary>The id a chat's conversation was made with, whatever its id is today.</summary>
    public string OriginalChatId(string chatId) => MovedChats.GetValueOrDefault(chatId, chatId);
}

/// <summary>Connections by id. Asked on every message, so it does not cost a query each time.</summary>
internal interface IConnectionDirectory
{
    ValueTask<ChannelConnectionView?> FindAsync(Guid connectionId, CancellationToken cancellationToken);
}

/// <summary>Finds connections by id, which is how a webhook names its tenant. Cached for a few seconds, at once forgotten by the process that changed it.</summary>
internal sealed class ConnectionDirectory(IServiceScopeFactory scopes, ISecretProtector secrets, TimeProvider time)
    : IConnectionDirectory, IConnectionCache
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MissKeptFor = TimeSpan.FromSeconds(2);

    /// <summary>Guessed ids must not fill the memory.</summary>
    private const int MaxCached = 50_000;

    private readonly ConcurrentDictionary<Guid, (ChannelConnectionView? View, DateTimeOffset Until)> _cache = new();

    public ValueTask<ChannelConnectionView?> FindAsync(Guid connectionId, CancellationToken cancellationToken) =>
        _cache.TryGetValue(connectionId, out var cached) && cached.Until > time.GetUtcNow()
            ? ValueTask.FromResult(cached.View)
            : LoadAsync(connectionId, cancellationToken);

    public void Forget(Guid connectionId) => _cache.TryRemove(connectionId, out _);

    private async ValueTask<ChannelConnectionView?> LoadAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();

        // The id is all a webhook brings: this look-up is what finds out the tenant.
        var row = await db.ReadAcrossTenantsAsync(
            db.ChannelConnections, all => all.SingleOrDefaultAsync(connection => connection.Id == connectionId, cancellationToken));
        if (row is not null)
        {
            scope.ServiceProvider.GetRequiredService<TenantContext>().Set(row.TenantId);
        }

        var view = row is null ? null : await OpenAsync(row, await MovesAsync(db, connectionId, cancellationToken), cancellationToken);
        if (_cache.Count > MaxCached)
        {
            _cache.Clear();
        }

        _cache[connectionId] = (view, time.GetUtcNow() + (view is null ? MissKeptFor : KeptFor));
        return view;
    }

    private static Task<Dictionary<string, string>> MovesAsync(AppDbContext db, Guid connectionId, CancellationToken cancellationToken) =>
        db.ChatMoves.AsNoTracking()
            .Where(move => move.ChannelConnectionId == connectionId)
            .ToDictionaryAsync(move => move.NewChatId, move => move.OriginalChatId, StringComparer.Ordinal, cancellationToken);

    private async ValueTask<ChannelConnectionView> OpenAsync(
        ChannelConnection row,
        IReadOnlyDictionary<string, string> moves,
        CancellationToken cancellationToken) => new(
        row.Id,
        row.TenantId,
        row.Kind,
        row.PanelIds,
        row.Settings,
        row.State,
        await secrets.RevealAsync(row.TenantId, SecretPurpose.HookSecret, row.HookSecret, cancellationToken),
        row.Credential is { } credential
            ? await secrets.RevealAsync(row.TenantId, SecretPurpose.ChannelCredential, credential, cancellationToken)
            : null,
        moves);
}
