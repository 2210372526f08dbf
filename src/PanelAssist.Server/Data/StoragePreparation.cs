using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Data.RowSecurity;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Inbox;

namespace PanelAssist.Server.Data;

/// <summary>
/// Brings the schema up to date and frees what a predecessor held, beside the start of the silo: both take about a second.
/// It is the first of the product's hosted services, so nothing else starts, and nothing is served, before it is done.
/// </summary>
internal sealed class StoragePreparation(
    IServiceScopeFactory scopes,
    IConfiguration configuration,
    IOptions<StorageOptions> options,
    DataDirectoryLock directory,
    GroupCommitter committer,
    ILogger<StoragePreparation> logger) : IHostedService
{
    private Task? _work;

    public void Begin() => _work ??= Task.Run(PrepareAsync);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        return _work!.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync()
    {
        if (options.Value.Provider is StorageProvider.Sqlite)
        {
            directory.Take();
        }

        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();

            // Migrating first compares whole models, which costs a start half a second even when there is nothing to do.
            if ((await db.Database.GetPendingMigrationsAsync()).Any())
            {
                await db.MigrateAcrossTenantsAsync(CancellationToken.None);
            }

            if (options.Value.Provider is StorageProvider.Postgres)
            {
                await TenantPolicies.ApplyAsync(db, CancellationToken.None);
                await DatabaseRole.CheckAsync(scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>(), logger, CancellationToken.None);
            }
        }

        committer.Start();
        if (Cluster.IsSingle(configuration) && configuration.HasRole(ProcessRole.Worker))
        {
            await committer.CommitAsync(new FreeAllLeases(), CancellationToken.None);
        }
    }
}
