using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels;

/// <summary>Changes of a connection: the row, the audit, and what the channel itself has to be told. Where the channel refuses, the row is as before.</summary>
internal sealed class ChannelChanges(
    AppDbContext db,
    TenantContext tenant,
    ISecretProtector secrets,
    AuditLog audit,
    SequentialIds ids,
    TimeProvider time,
    LinkDirectory links,
    IEnumerable<IChannelSetup> setups,
    IEnumerable<IConnectionCache> caches)
{
    private const int MaxPanels = 20;

    public async Task<IReadOnlyList<Guid>> PanelsAsync(IReadOnlyList<Guid> panelIds, FieldErrors errors, CancellationToken cancellationToken)
    {
        var distinct = panelIds.Distinct().ToList();
        if (distinct.Count is 0 or > MaxPanels)
        {
            errors.Add("panelIds", $"Between 1 and {MaxPanels} panels that this channel answers for.");
        }
        else if (await db.PanelConnections.CountAsync(e => distinct.Contains(e.Id), cancellationToken) != distinct.Count)
        {
            errors.Add("panelIds", "There is no such panel.");
        }

        return distinct;
    }

    /// <returns>The connection with its secret, and the channel's words if it refused: then nothing is stored.</returns>
    public async Task<(ChannelConnection Connection, string Secret, string? Refusal)> CreateAsync(
        ChannelKind kind, string name, IReadOnlyList<Guid> panelIds, ChannelSettings settings, CancellationToken cancellationToken)
    {
        var secret = NewSecret();
        var connection = new ChannelConnection
        {
            Id = ids.Next(),
            TenantId = tenant.Current,
            Kind = kind,
            Name = name,
            PanelIds = panelIds,
            Settings = settings.Json,
            Credential = await ProtectCredentialAsync(settings.Credential, cancellationToken),
            HookSecret = await secrets.ProtectAsync(tenant.Current, SecretPurpose.HookSecret, secret, cancellationToken),
            CreatedAt = time.GetUtcNow(),
        };
        db.Add(connection);
        audit.Add("channel.created", "channel", connection.Id, AuditDetails.Value("kind", ChannelWire.Name(kind)));
        await db.SaveChangesAsync(cancellationToken);

        var refusal = await ActivateOrUndoAsync(
            connection,
            () =>
            {
                db.Remove(connection);
                audit.Add("channel.refused", "channel", connection.Id);
            },
            cancellationToken);
        return (connection, secret, refusal);
    }

    public async Task<string?> ChangeAsync(
        ChannelConnection connection, string name, IReadOnlyList<Guid> panelIds, ChannelSettings? settings, bool? enabled, CancellationToken cancellationToken)
    {
        var before = (connection.Name, connection.PanelIds, connection.Settings, connection.Credential, connection.State, connection.StateReason);
        if (settings?.Credential is not null && connection.State is ConnectionState.Active)
        {
            // Otherwise the old bot would go on delivering here, and be answered by the new one.
            await DeactivateAsync(connection, cancellationToken);
        }

        connection.Name = name;
        connection.PanelIds = panelIds;
        if (settings is not null)
        {
            connection.Settings = settings.Json;
            connection.Credential = await ProtectCredentialAsync(settings.Credential, cancellationToken) ?? connection.Credential;
        }

        // New settings are tried, so a connection that was refused before comes back by giving it a good token.
        var state = enabled switch
        {
            true => ConnectionState.Active,
            false => ConnectionState.Disabled,
            null => settings?.Credential is null ? connection.State : ConnectionState.Active,
        };
        if (state != connection.State)
        {
            connection.State = state;
            connection.StateReason = state is ConnectionState.Disabled ? "Switched off by the owner." : null;
        }

        var changed = AuditDetails.Fields(
            before.Name == name ? null : "name",
            before.PanelIds.SequenceEqual(panelIds) ? null : "panelIds",
            settings is null ? null : "settings",
            settings?.Credential is null ? null : "credential");
        audit.Add("channel.changed", "channel", connection.Id, changed.And(AuditDetails.Change("state", ApiNames.Of(before.State), ApiNames.Of(state))));
        await db.SaveChangesAsync(cancellationToken);
        if (state is ConnectionState.Disabled)
        {
            await DeactivateAsync(connection, cancellationToken);
            Forget(connection.Id);
            return null;
        }

        if (settings is null && before.State == state)
        {
            Forget(connection.Id);
            return null;
        }

        var refusal = await ActivateOrUndoAsync(
            connection,
            () =>
            {
                (connection.Name, connection.PanelIds, connection.Settings, connection.Credential, connection.State, connection.StateReason) = before;
                audit.Add("channel.refused", "channel", connection.Id);
            },
            cancellationToken);
        if (refusal is not null && before.State is ConnectionState.Active && SetupOf(connection) is { } setup)
        {
            await setup.ActivateAsync(connection, cancellationToken);
        }

        return refusal;
    }

    public async Task<(string Secret, string? Refusal)> RotateSecretAsync(ChannelConnection connection, CancellationToken cancellationToken)
    {
        var before = connection.HookSecret;
        var secret = NewSecret();
        connection.HookSecret = await secrets.ProtectAsync(tenant.Current, SecretPurpose.HookSecret, secret, cancellationToken);
        audit.Add("channel.secret_rotated", "channel", connection.Id);
        await db.SaveChangesAsync(cancellationToken);
        var refusal = connection.State is ConnectionState.Disabled
            ? null
            : await ActivateOrUndoAsync(
                connection,
                () =>
                {
                    connection.HookSecret = before;
                    audit.Add("channel.refused", "channel", connection.Id);
                },
                cancellationToken);
        Forget(connection.Id);
        return (secret, refusal);
    }

    public async Task DeleteAsync(ChannelConnection connection, CancellationToken cancellationToken)
    {
        await DeactivateAsync(connection, cancellationToken);
        var itsLinks = await db.PanelLinks
            .Where(link => db.ContactIdentities.Any(e => e.Id == link.IdentityId && e.ChannelConnectionId == connection.Id))
            .ToListAsync(cancellationToken);
        db.RemoveRange(itsLinks);
        db.Remove(connection);
        audit.Add("channel.deleted", "channel", connection.Id);
        await db.SaveChangesAsync(cancellationToken);
        Forget(connection.Id);
        foreach (var link in itsLinks)
        {
            links.Forget(link.IdentityId);
        }
    }

    /// <summary>32 random bytes; base64url is within what Telegram takes as a secret.</summary>
    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private async Task<byte[]?> ProtectCredentialAsync(string? credential, CancellationToken cancellationToken) =>
        credential is null ? null : await secrets.ProtectAsync(tenant.Current, SecretPurpose.ChannelCredential, credential, cancellationToken);

    private IChannelSetup? SetupOf(ChannelConnection connection) => setups.FirstOrDefault(setup => setup.Kind == connection.Kind);

    private async Task<string?> ActivateOrUndoAsync(ChannelConnection connection, Action undo, CancellationToken cancellationToken)
    {
        var active = false;
        try
        {
            Forget(connection.Id);
            var result = SetupOf(connection) is { } setup ? await setup.ActivateAsync(connection, cancellationToken) : new ChannelSetupResult.Active();
            active = result is ChannelSetupResult.Active;
            return (result as ChannelSetupResult.Failed)?.Reason;
        }
        finally
        {
            if (!active)
            {
                // Also when the caller hung up: a connection that nobody was told of must not stay.
                undo();
                await db.SaveChangesAsync(CancellationToken.None);
                Forget(connection.Id);
            }
        }
    }

    private async Task DeactivateAsync(ChannelConnection connection, CancellationToken cancellationToken)
    {
        if (SetupOf(connection) is { } setup)
        {
            await setup.DeactivateAsync(connection, cancellationToken);
        }
    }

    private void Forget(Guid connectionId)
    {
        foreach (var cache in caches)
        {
            cache.Forget(connectionId);
        }
    }
}
