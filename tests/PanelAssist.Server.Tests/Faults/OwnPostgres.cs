using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>A PostgreSQL server of the test's own, to be killed. It refuses to run as root, so root becomes postgres.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("panelassist-faults-pg-").FullName;
    private readonly int _port = ProductProcess.FreePort();
    private Process? _server;

    /// <summary>For a role that may make databases and that row-level security binds.</summary>
    public string Admin => ConnectionOf("panelassist");

    /// <summary>For the one role that no policy binds.</summary>
    public string Superuser => ConnectionOf("postgres");

    public static bool IsInstalled => Programs is not null;

    private static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).FirstOrDefault(programs => File.Exists(Path.Combine(programs, "initdb")))
        : null;

    private string Data => Path.Combine(_folder, "data");

    public static async Task<OwnPostgres> StartNewAsync()
    {
        var postgres = new OwnPostgres();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", postgres._folder);
        }

        await RunAsync([.. AsPostgres, Path.Combine(Programs!, "initdb"), "-D", postgres.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]);
        await postgres.StartAsync();
        await using var source = NpgsqlDataSource.Create(postgres.Superuser + ";Pooling=false");
        await using var role = source.CreateCommand("CREATE ROLE panelassist LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS");
        await role.ExecuteNonQueryAsync();
        return postgres;
    }

    public Task StartAsync() => Eventually.HoldsAsync(
        async () =>
        {
            // The killed server's children hold its memory for a moment, and until then a new one ends at once.
            if (_server is null or { HasExited: true })
            {
                _server?.Dispose();
                _server = Start([
                    .. AsPostgres, Path.Combine(Programs!, "postgres"), "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture),
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + _folder, "-c", "fsync=on", "-c", "synchronous_commit=on",
                ]);
            }

            try
            {
                await using var source = NpgsqlDataSource.Create(Superuser + ";Pooling=false");
                await using var connection = await source.OpenConnectionAsync();
                return null;
            }
            catch (NpgsqlException exception)
            {
                return exception.Message;
            }
        },
        StartLimit);

    public async Task KillAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                try
                {
                    Directory.Delete(_folder, recursive: true);
                    return Task.FromResult<string?>(null);
                }
                catch (IOException exception)
                {
                    // The killed server's children may still write.
                    return Task.FromResult<string?>(exception.Message);
                }
            },
            StartLimit);
    }

    private string ConnectionOf(string role) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username={role};Database=postgres");

    private static string[] AsPostgres => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static Process Start(string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException(command[0] + " did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
