using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PanelAssist.Bench.Processes;

/// <summary>A PostgreSQL of the benchmark's own, on a free port, gone afterwards. The server refuses root, so root becomes postgres.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Administrator = "postgres";

    /// <summary>As in production: policies bind it, and their cost is measured with the rest.</summary>
    private const string Role = "panelassist";

    private readonly string _folder;
    private readonly int _port;
    private Child? _server;

    private PostgresCluster(string folder, int port)
    {
        _folder = folder;
        _port = port;
    }

    public static async Task<PostgresCluster> StartAsync(BenchFolder bench)
    {
        // Not under the repository: the postgres user may not be able to enter it.
        var folder = Directory.CreateTempSubdirectory("panelassist-bench-pg-").FullName;
        var cluster = new PostgresCluster(folder, FreePort.Next());
        try
        {
            await cluster.StartServerAsync(bench);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", Administrator));
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
        create.CommandText = $"CREATE DATABASE {name} OWNER {Role}";
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name, Role);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServerAsync(BenchFolder bench)
    {
        var binaries = Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => path, StringComparer.Ordinal)
            .Select(path => Path.Combine(path, "bin")).FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")))
            ?? throw new FileNotFoundException("PostgreSQL's server programs are not installed");
        var data = Path.Combine(_folder, "data");
        await RunAsync("chown", ["postgres", _folder], asRoot: true);
        await RunAsync(Path.Combine(binaries, "initdb"), ["-D", data, "-U", Administrator, "-A", "trust", "-E", "UTF8", "--no-instructions"]);
        _server = Child.Start("postgres",
        [
            .. AsPostgres, Path.Combine(binaries, "postgres"), "-D", data, "-p", _port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}",
            "-c", "synchronous_commit=on", "-c", "fsync=on", "-c", "max_connections=200", "-c", "shared_buffers=256MB",
        ], new Dictionary<string, string>(StringComparer.Ordinal), bench.Logs);
        await UntilConnectsAsync();
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", Administrator));
        await connection.OpenAsync();
        await using var role = connection.CreateCommand();
        role.CommandText = $"CREATE ROLE {Role} LOGIN NOSUPERUSER NOBYPASSRLS";
        await role.ExecuteNonQueryAsync();
    }

    private async Task UntilConnectsAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres", Administrator));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (tries < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private static IEnumerable<string> AsPostgres =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];

    private string ConnectionString(string database, string role) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username={role};Database={database}");

    private static async Task RunAsync(string program, IEnumerable<string> arguments, bool asRoot = false)
    {
        if (asRoot && !Environment.IsPrivilegedProcess)
        {
            return;
        }

        string[] command = asRoot ? [program, .. arguments] : [.. AsPostgres, program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"{program} did not start");
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{program} ended with {process.ExitCode}"));
        }
    }
}
