using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>Where one product keeps its data: a directory and, when PostgreSQL is asked for, a database there. Gone afterwards.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? _admin;
    private readonly string _name;

    private TestDatabase(string? admin)
    {
        _admin = admin;
        Folder = Directory.CreateTempSubdirectory("panelassist-faults-").FullName;
        _name = "faults_" + Path.GetFileName(Folder).Split('-')[^1].ToLowerInvariant();
    }

    public string Folder { get; }

    public bool IsSqlite => _admin is null;

    public string DatabaseFile => Path.Combine(Folder, "panelassist.db");

    public Dictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage__DataDirectory"] = Folder };
            if (_admin is not null)
            {
                settings["Storage__Provider"] = "postgres";
                settings["Storage__ConnectionString"] = ConnectionString;
            }

            return settings;
        }
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_admin) { Database = _name }.ToString();

    /// <param name="server">The connection string of a role that may make databases; without one, the server the tests were told of, or else SQLite.</param>
    public static async Task<TestDatabase> CreateAsync(string? server = null)
    {
        var database = new TestDatabase(server ?? (Environment.GetEnvironmentVariable("PANELASSIST_TEST_POSTGRES") is { Length: > 0 } told ? told : null));
        if (database._admin is not null)
        {
            await database.AsAdminAsync($"CREATE DATABASE {database._name}");
        }

        return database;
    }

    /// <summary>Changes rows behind the product's back, as a damaged disk or a careless hand would.</summary>
    public async Task<int> TamperAsync(string sql)
    {
        if (_admin is not null)
        {
            await using var source = NpgsqlDataSource.Create(ConnectionString + ";Options=-c app.tenant=all");
            await using var statement = source.CreateCommand(sql);
            return await statement.ExecuteNonQueryAsync();
        }

        await using var connection = new SqliteConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source={DatabaseFile};Pooling=False"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            await AsAdminAsync($"DROP DATABASE {_name} WITH (FORCE)");
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task AsAdminAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_admin!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
