using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using PanelAssist.Server.Data.Hot;
using PanelAssist.Server.Data.RowSecurity;
using PanelAssist.Server.Hosting;

namespace PanelAssist.Server.Data;

internal static class StorageFeature
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SequentialIds>();
        services.AddSingleton<SqliteWriteGate>();
        services.AddSingleton<GroupCommitter>();
        services.AddSingleton<DataDirectoryLock>();
        services.AddSingleton<StoragePreparation>();
        services.AddHostedService(provider => provider.GetRequiredService<StoragePreparation>());
        services.AddHostedService<StartLeftovers>();
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        if (storage.Provider is StorageProvider.Sqlite)
        {
            if (!Cluster.IsSingle(configuration))
            {
                throw new InvalidOperationException("Several nodes need PostgreSQL: set Storage:Provider to postgres, or Cluster:Mode to single.");
            }

            AddSqlite(services, storage);
        }
        else
        {
            AddPostgres(services, storage);
        }

        return services;
    }

    /// <summary>Begins to bring the schema up to date while the rest of the process starts; see <see cref="StoragePreparation"/>.</summary>
    public static void BeginPreparingStorage(this WebApplication app) => app.Services.GetRequiredService<StoragePreparation>().Begin();

    private static void AddSqlite(IServiceCollection services, StorageOptions storage)
    {
        Directory.CreateDirectory(storage.DataDirectory);
        var path = storage.ConnectionString ?? new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(storage.DataDirectory, "panelassist.db"),
            Pooling = false,
        }.ToString();
        services.AddSingleton(new SqliteConnectionString(path));
        services.AddSingleton<IHotStore, SqliteHotStore>();
        services.AddSingleton<IHotReader, SqliteHotReader>();
        var pooled = new SqliteConnectionStringBuilder(path) { Pooling = true }.ToString();
        services.AddDbContext<AppDbContext>(options => options
            .UseSqlite(pooled, sqlite => sqlite.MigrationsAssembly(Migrations.For(StorageProvider.Sqlite)))
            .AddInterceptors(SqliteConnectionSettings.Instance));
    }

    private static void AddPostgres(IServiceCollection services, StorageOptions storage)
    {
        var connectionString = storage.ConnectionString
            ?? throw new InvalidOperationException("Storage:ConnectionString is needed when Storage:Provider is postgres.");

        // A pooled connection must forget the tenant it had, whatever the setting says of it.
        var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = false, Multiplexing = false });
        services.AddSingleton(dataSource);
        services.AddSingleton<IHotStore, PostgresHotStore>();
        services.AddSingleton<IHotReader, PostgresHotReader>();
        services.AddDbContext<AppDbContext>(options => options
            .UseNpgsql(dataSource, postgres => postgres.MigrationsAssembly(Migrations.For(StorageProvider.Postgres)))
            .AddInterceptors(TenantConnections.Instance));
    }
}
