using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tests.Api;
using PanelAssist.Server.Tests.Faults;

namespace PanelAssist.Server.Tests.Storage;

/// <summary>The product's storage alone on a PostgreSQL database of its own, with a row of two tenants in every tenant table.</summary>
internal sealed class PostgresStage : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private PostgresStage(TestDatabase database, ServiceProvider services)
    {
        _database = database;
        _services = services;
    }

    public TenantId Ana { get; } = new(Guid.Parse("11111111-1111-7111-8111-111111111111"));

    public TenantId Bob { get; } = new(Guid.Parse("22222222-2222-7222-8222-222222222222"));

    public CapturedLog Log { get; private init; } = null!;

    public IServiceProvider Services => _services;

    /// <summary>Of every entity that says it is a tenant's.</summary>
    public IReadOnlyList<string> Tables { get; private set; } = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="options">Put behind the product's connection string.</param>
    /// <param name="prepare">SQL for the empty database, before the product starts.</param>
    public static async Task<PostgresStage> StartAsync(string? server = null, string options = "", string prepare = "SELECT 1")
    {
        var database = await TestDatabase.CreateAsync(server);
        if (database.IsSqlite)
        {
            await database.DisposeAsync();
            Assert.Skip("Row-level security is PostgreSQL's own.");
        }

        var log = new CapturedLog();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:Provider"] = "postgres",
            ["Storage:ConnectionString"] = database.ConnectionString + options,
            ["Storage:DataDirectory"] = database.Folder,
            ["Roles"] = "bot",
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(log));
        services.AddStorage(configuration);
        services.AddScoped<TenantContext>();
        var stage = new PostgresStage(database, services.BuildServiceProvider()) { Log = log };
        try
        {
            await using (var empty = await stage.ConnectAsync(tenant: null))
            {
                await empty.RunAsync(prepare);
            }

            await stage._services.GetRequiredService<StoragePreparation>().StartAsync(Cancelled);
            stage.Tables = await stage.InScopeAsync(tenant: null, db => Task.FromResult(db.Model.GetEntityTypes()
                .Where(entity => entity.ClrType.IsAssignableTo(typeof(ITenantOwned))).Select(entity => entity.GetTableName()!).ToList()));
            await stage.AddRowsAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the product does in a scope of this tenant; the context is made before the tenant is known.</summary>
    public async Task<T> InScopeAsync<T>(TenantId? tenant, Func<AppDbContext, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if (tenant is { } known)
        {
            scope.ServiceProvider.GetRequiredService<TenantContext>().Set(known);
        }

        return await work(db);
    }

    /// <summary>A connection past the product, with this as the tenant; null: nothing is set.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string? tenant)
    {
        var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancelled);
        if (tenant is not null)
        {
            await connection.RunAsync($"SET app.tenant = '{tenant}'");
        }

        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        var source = _services.GetRequiredService<NpgsqlDataSource>();
        await _services.DisposeAsync();
        await source.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Of the columns that must have a value, each gets one of its type.</summary>
    private async Task AddRowsAsync()
    {
        await using var connection = await ConnectAsync("all");
        foreach (var table in Tables)
        {
            foreach (var tenant in (TenantId[])[Ana, Bob])
            {
                await connection.RunAsync(await connection.InsertOfAsync(table, tenant));
            }
        }
    }
}
