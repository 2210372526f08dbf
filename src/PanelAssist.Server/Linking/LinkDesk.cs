using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Data;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Linking;

/// <summary>What a step of linking leads to.</summary>
/// <param name="AwaitsCodeUntil">A code is on its way.</param>
internal sealed record LinkStep(Say Say, OutboundItem? Mail = null, DateTimeOffset? AwaitsCodeUntil = null, bool CodeSettled = false);

/// <summary>Proves that a chat identity owns a panel account: by a code to the panel's address, or by the customer's own key.</summary>
internal sealed class LinkDesk(
    IServiceScopeFactory scopes,
    IGrainFactory grains,
    ISecretProtector secrets,
    LinkKeeper keeper,
    SequentialIds ids,
    IOptions<LinkingOptions> options,
    TimeProvider time)
{
    public Task<LinkStep> StepAsync(TenantId tenant, Guid identityId, PanelView panel, AccountLinkRequest request, CancellationToken cancellationToken) => request switch
    {
        AccountLinkRequest.ByUsername byName => SendCodeAsync(tenant, identityId, panel, byName.Username, cancellationToken),
        AccountLinkRequest.ByCode byCode => CheckCodeAsync(tenant, identityId, panel, byCode.Code, cancellationToken),
        AccountLinkRequest.ByKey byKey => LinkByKeyAsync(tenant, identityId, panel, byKey.Key, cancellationToken),
        AccountLinkRequest.Unlink => UnlinkAsync(tenant, identityId, cancellationToken),
        AccountLinkRequest.Explain => Task.FromResult(new LinkStep(new Say.LinkExplained(PrivateChat: true, panel.Can(PanelCapabilities.CustomerKeys)))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<LinkStep> SendCodeAsync(TenantId tenant, Guid identityId, PanelView panel, string username, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var challenge = await db.LinkChallenges.SingleOrDefaultAsync(e => e.IdentityId == identityId && e.PanelId == panel.Id, cancellationToken);
        if (PauseOf(challenge, now) is { } pause)
        {
            return pause;
        }

        var found = await grains.GetGrain<IPanelGatewayGrain>(panel.GrainKey).FindUserAsync(username);
        if (found.Fault is PanelFault.Unavailable or PanelFault.Malformed or PanelFault.OutcomeUnknown)
        {
            return new LinkStep(new Say.PanelSilent());
        }

        // From here on a known and an unknown username take the same steps and get the same words; only the mail differs.
        var address = found.Value is { Email: { Length: > 0 } email } user && string.Equals(user.Username, username, StringComparison.OrdinalIgnoreCase) ? email : null;
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var protectedCode = await secrets.ProtectAsync(tenant, SecretPurpose.LinkCode, address is null ? "" : code, cancellationToken);
        if (challenge is null)
        {
            challenge = new LinkChallenge
            {
                Id = ids.Next(),
                TenantId = tenant,
                IdentityId = identityId,
                PanelId = panel.Id,
                Username = username,
                Code = protectedCode,
                ExpiresAt = now,
                WindowStartedAt = now,
            };
            db.LinkChallenges.Add(challenge);
        }

        challenge.Username = found.Value?.Username ?? username;
        challenge.Code = protectedCode;
        challenge.ExpiresAt = now + options.Value.CodeValidFor;

        // Tries are not forgiven by asking for another code: that would make them endless.
        if (challenge.WindowStartedAt + TimeSpan.FromHours(1) <= now)
        {
            challenge.WindowStartedAt = now;
            challenge.Sent = 0;
            challenge.Tries = 0;
        }

        challenge.Sent++;
        challenge.PausedUntil = null;
        await db.SaveChangesAsync(cancellationToken);
        return new LinkStep(
            new Say.CodeSent(username, (int)options.Value.CodeValidFor.TotalMinutes),
            address is null ? null : new OutboundItem { Kind = OutboundKind.LinkCodeMail, ChatId = "mail", MailTo = address, ProtectedCode = protectedCode },
            challenge.ExpiresAt);
    }

    private LinkStep? PauseOf(LinkChallenge? challenge, DateTimeOffset now)
    {
        if (challenge?.PausedUntil is { } pausedUntil && pausedUntil > now)
        {
            return new LinkStep(new Say.CodePaused(Minutes(pausedUntil - now)));
        }

        return challenge is not null && challenge.Sent >= options.Value.MaxCodesPerHour && challenge.WindowStartedAt + TimeSpan.FromHours(1) > now
            ? new LinkStep(new Say.CodePaused(Minutes(challenge.WindowStartedAt + TimeSpan.FromHours(1) - now)))
            : null;
    }

    private async Task<LinkStep> CheckCodeAsync(TenantId tenant, Guid identityId, PanelView panel, string code, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var challenge = await db.LinkChallenges.SingleOrDefaultAsync(e => e.IdentityId == identityId && e.PanelId == panel.Id, cancellationToken);
        if (challenge is null || challenge.ExpiresAt <= now)
        {
            return new LinkStep(new Say.CodeNotAwaited(), CodeSettled: true);
        }

        if (challenge.PausedUntil > now)
        {
            return new LinkStep(new Say.CodePaused(Minutes(challenge.PausedUntil.Value - now)), CodeSettled: true);
        }

        // Counted before it is compared: a crash in between costs a try, never gives one.
        challenge.Tries++;
        if (challenge.Tries >= options.Value.MaxTries)
        {
            challenge.PausedUntil = now + options.Value.Pause;
        }

        await db.SaveChangesAsync(cancellationToken);
        var expected = await secrets.RevealAsync(tenant, SecretPurpose.LinkCode, challenge.Code, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected.Reveal()), Encoding.UTF8.GetBytes(code)))
        {
            return challenge.PausedUntil is { } pausedUntil
                ? new LinkStep(new Say.CodePaused(Minutes(pausedUntil - now)), CodeSettled: true)
                : new LinkStep(new Say.CodeWrong(options.Value.MaxTries - challenge.Tries));
        }

        await keeper.LinkAsync(tenant, identityId, panel.Id, challenge.Username, LinkProof.EmailCode, apiKey: null, cancellationToken);
        db.LinkChallenges.Remove(challenge);
        await db.SaveChangesAsync(cancellationToken);
        return new LinkStep(new Say.Linked(challenge.Username), CodeSettled: true);
    }

    private async Task<LinkStep> LinkByKeyAsync(TenantId tenant, Guid identityId, PanelView panel, string key, CancellationToken cancellationToken)
    {
        var protectedKey = await secrets.ProtectAsync(tenant, SecretPurpose.CustomerPanelKey, key, cancellationToken);
        var balance = await grains.GetGrain<IPanelGatewayGrain>(panel.GrainKey).ReadBalanceAsync(new ProtectedKey(protectedKey));
        switch (balance.Fault)
        {
            case null:
                var link = await keeper.LinkAsync(tenant, identityId, panel.Id, username: null, LinkProof.PanelKey, protectedKey, cancellationToken);
                return new LinkStep(new Say.Linked(link.Username ?? ""));
            case PanelFault.Refused:
                return new LinkStep(new Say.KeyRefused());
            case PanelFault.Unavailable or PanelFault.Malformed or PanelFault.OutcomeUnknown:
                return new LinkStep(new Say.PanelSilent());
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<LinkStep> UnlinkAsync(TenantId tenant, Guid identityId, CancellationToken cancellationToken) =>
        new(await keeper.UnlinkAsync(tenant, identityId, cancellationToken) ? new Say.Unlinked() : new Say.NotLinked());

    private static int Minutes(TimeSpan span) => Math.Max(1, (int)Math.Ceiling(span.TotalMinutes));
}
