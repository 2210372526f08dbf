using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PanelAssist.Sandbox;
using PanelAssist.Server.Conversations;


namespace PanelAssist.Server.Tests.App;

/// <summary>The product's own program on a real socket, with a data directory and, where PostgreSQL is asked for, a database of its own.</summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    /// <summary>The connection string of a role that may make databases and that row-level security binds; unset means the embedded database.</summary>
    private const string PostgresVariable = "PANELASSIST_TEST_POSTGRES";

    /// <summary>Tests provoke much that is worth a warning; whoever looks for a cause asks for the log.</summary>
    private static readonly string Log = Environment.GetEnvironmentVariable("PANELASSIST_TEST_LOG") ?? "None";

    private readonly string _directory = Directory.CreateTempSubdirectory("panelassist-app-").FullName;
    private readonly string? _admin = Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } text ? text : null;
    private string? _database;
    private Factory? _factory;

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<RouteEndpoint> Routes { get; private set; } = [];

    public static async Task<RunningProduct> StartAsync(SandboxServer sandbox, IReadOnlyList<(string Name, string Value)> settings)
    {
        var product = new RunningProduct();
        var all = product.Usual(sandbox);
        if (product._admin is { } admin)
        {
            product._database = "panelassist_" + Path.GetFileName(product._directory).Split('-')[^1].ToLowerInvariant();
            await product.AsAdminAsync($"CREATE DATABASE \"{product._database}\"");
            all["Storage:Provider"] = "postgres";
            all["Storage:ConnectionString"] = new NpgsqlConnectionStringBuilder(admin) { Database = product._database }.ToString();
        }

        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        product._factory = new Factory(all);
        product._factory.UseKestrel();
        product._factory.StartServer();
        product.Address = new Uri(product._factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        product.Routes = [.. product._factory.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
        return product;
    }

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
        {
            await _factory.DisposeAsync();
        }

        if (_database is not null)
        {
            await AsAdminAsync($"DROP DATABASE \"{_database}\" WITH (FORCE)");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>What a page in the product's process subscribes to.</summary>
    public ConversationFeed Changes => _factory!.Services.GetRequiredService<ConversationFeed>();

    public byte[]? StoredBytes() => _admin is null
        ? [.. Directory.GetFiles(_directory, "panelassist.db*").Order(StringComparer.Ordinal).SelectMany(Read)]
        : null;

    private Dictionary<string, string?> Usual(SandboxServer sandbox) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["urls"] = "http://127.0.0.1:0",
        ["Storage:DataDirectory"] = _directory,
        ["Bootstrap:OperatorToken"] = PanelAssistApp.OperatorToken,
        ["Outbound:AllowedPrivateNetworks"] = "127.0.0.0/8",
        ["Email:Host"] = "127.0.0.1",
        ["Email:Port"] = sandbox.SmtpPort.ToString(CultureInfo.InvariantCulture),
        ["Email:Security"] = "none",
        ["Telegram:ApiBaseUrl"] = new Uri(sandbox.BaseAddress, "/telegram").ToString(),

        // Rates have tests of their own; here they would only make hundreds of tests wait.
        ["Telegram:MessagesPerSecondPerBot"] = "100000",
        ["Telegram:MessagesPerSecondPerChat"] = "100000",
        ["Telegram:MessagesPerMinutePerGroup"] = "1000000",
        ["Panels:RequestsPerSecond"] = "1000",
        ["Limits:AddressPerMinute"] = "1000000",
        ["Limits:AddressBurst"] = "1000000",
        ["Limits:TokenPerMinute"] = "1000000",
        ["Limits:TokenBurst"] = "1000000",
        ["Limits:TenantPerMinute"] = "1000000",
        ["Limits:TenantBurst"] = "1000000",
        ["Limits:SignInPerMinute"] = "1000000",
        ["Limits:SignInBurst"] = "1000000",
        ["WebChat:MessagesPerMinute"] = "6000",
        ["WebChat:MessageBurst"] = "1000",
        ["WebChat:SessionsPerMinute"] = "600000",
        ["WebChat:SessionBurst"] = "100000",
        ["Actions:FirstCheckAfter"] = "00:00:00.200",
        ["Actions:LookEvery"] = "00:00:00.100",
        ["environment"] = Environments.Production,
        ["Logging:LogLevel:Default"] = Log,
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = Log,
        ["Logging:LogLevel:Orleans"] = "Error",
    };

    private async Task AsAdminAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_admin!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The product has the files open.</summary>
    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    // Any type of the program names it; "Program" would be the sandbox's as well.
    private sealed class Factory(Dictionary<string, string?> settings) : WebApplicationFactory<Outbox.OutboxOptions>
    {
        /// <summary>As host configuration they reach the program as its command line, before it reads the first of them.</summary>
        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(settings));
            return base.CreateHost(builder);
        }
    }
}
