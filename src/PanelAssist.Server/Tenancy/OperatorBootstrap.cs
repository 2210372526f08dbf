using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Tenancy;

/// <summary>Makes <c>Bootstrap:OperatorToken</c> the operator's token, where there is none yet. Runs after the tables exist.</summary>
internal sealed partial class OperatorBootstrap(
    IOptions<BootstrapOptions> options, IServiceScopeFactory scopes, TimeProvider time, ILogger<OperatorBootstrap> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.OperatorToken is not { Length: > 0 } token)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var hash = TokenText.Hash(token);
        if (await db.OperatorTokens.AnyAsync(cancellationToken))
        {
            if (!await db.OperatorTokens.AnyAsync(e => e.Hash == hash && e.RevokedAt == null, cancellationToken))
            {
                Ignored(logger);
            }

            return;
        }

        var now = time.GetUtcNow();
        db.Add(new OperatorToken { Id = Guid.CreateVersion7(now), Hash = hash, CreatedAt = now });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            Created(logger);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            // Another node started at the same moment with the same setting.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "The operator's token was taken from the settings")]
    private static partial void Created(ILogger logger);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Bootstrap:OperatorToken is ignored: this installation already has another operator's token")]
    private static partial void Ignored(ILogger logger);
}
