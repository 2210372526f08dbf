using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Outbox;

namespace PanelAssist.Server.Mail;

/// <summary>Sends queued mails and decides about trying again. Each try takes the row for a while first, so that two nodes do not send one mail twice.</summary>
internal sealed partial class MailDispatcher(
    IServiceScopeFactory scopes, MailSender sender, MailSetup setup, IDataProtectionProvider protection, TimeProvider time, ILogger<MailDispatcher> logger) : BackgroundService
{
    private const int MaxAttempts = 8;
    private const int MaxAtOnce = 20;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeepEnded = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!setup.IsReady)
            {
                continue;
            }

            try
            {
                while (await SendDueAsync(stoppingToken) == MaxAtOnce)
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Failed(logger, exception);
            }
        }
    }

    private async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var now = time.GetUtcNow();
        var due = await db.MailEntries.Where(e => e.EndedAt == null && e.DueAt <= now).OrderBy(e => e.DueAt).Take(MaxAtOnce).ToListAsync(cancellationToken);
        foreach (var entry in due)
        {
            await SendAsync(db, entry, cancellationToken);
        }

        if (due.Count == 0)
        {
            await db.WriteAsync(context => context.MailEntries.Where(e => e.EndedAt != null && e.EndedAt < now - KeepEnded).ExecuteDeleteAsync(cancellationToken), cancellationToken);
        }

        return due.Count;
    }

    private async Task SendAsync(AppDbContext db, MailEntry entry, CancellationToken cancellationToken)
    {
        var dueAt = entry.DueAt;
        var leased = time.GetUtcNow() + Lease;
        var taken = await db.WriteAsync(
            context => context.MailEntries.Where(e => e.Id == entry.Id && e.EndedAt == null && e.DueAt == dueAt)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.DueAt, leased).SetProperty(e => e.Attempts, e => e.Attempts + 1), cancellationToken),
            cancellationToken);
        if (taken == 0)
        {
            return;
        }

        var outcome = Open(entry) is { } letter
            ? await sender.SendAsync(letter, cancellationToken)
            : new SendOutcome.Refused("It was sealed with a key that is gone.");
        var attempts = entry.Attempts + 1;
        var (ended, error) = outcome switch
        {
            SendOutcome.Sent => (true, null),
            SendOutcome.Refused refused => (true, refused.Reason),
            SendOutcome.NotSent notSent => (attempts >= MaxAttempts, notSent.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (error is not null)
        {
            Log.NotSent(logger, entry.Id, attempts, error);
        }

        var now = time.GetUtcNow();
        DateTimeOffset? endedAt = ended ? now : null;
        var next = now + TimeSpan.FromSeconds(Math.Min(900, 1 << attempts));
        await db.WriteAsync(
            context => context.MailEntries.Where(e => e.Id == entry.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.EndedAt, endedAt).SetProperty(e => e.DueAt, next).SetProperty(e => e.Error, error), CancellationToken.None),
            CancellationToken.None);
    }

    private Letter? Open(MailEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize<Letter>(MailQueue.ProtectorOf(protection).Unprotect(entry.Sealed));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6001, Level = LogLevel.Error, Message = "Mails could not be sent")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "Mail {MailId} did not leave at try {Attempt}: {Reason}")]
        public static partial void NotSent(ILogger logger, Guid mailId, int attempt, string reason);
    }
}
