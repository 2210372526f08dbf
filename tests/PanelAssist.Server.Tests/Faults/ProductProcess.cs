using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>The product as an operator runs it: a process of its own that can be killed and started again on the same data.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<ProductProcess, byte> Running = new();
    private readonly Dictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    static ProductProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var left in Running.Keys)
        {
            left._process?.Kill();
        }
    };

    public ProductProcess(Dictionary<string, string> settings)
    {
        var port = FreePort();
        BaseUrl = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _settings = new(settings, StringComparer.Ordinal) { ["Urls"] = BaseUrl.ToString().TrimEnd('/') };
        Http = NewClient();
    }

    public Uri BaseUrl { get; }

    /// <summary>A client of the process running now: no connection outlives a kill.</summary>
    public HttpClient Http { get; private set; }

    public int Id => _process!.Id;

    public int Starts { get; private set; }

    /// <summary>What it last wrote, for the report of a failure.</summary>
    public string LastWords => string.Join('\n', _log);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task StartAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "PanelAssist.Server.dll");

        // With the signal ignored, a limit on file size makes writes fail, as a full disk does, instead of ending the process.
        var start = new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; exec dotnet \"$0\"", program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The product did not start.");
        Running.TryAdd(this, 0);
        Starts++;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http.Dispose();
        Http = NewClient();
        await Eventually.HoldsAsync(WhyNotReadyAsync, StartLimit);
    }

    /// <summary>SIGKILL: nothing is said goodbye to.</summary>
    public async Task KillAsync()
    {
        Running.TryRemove(this, out _);
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>SIGTERM, as whoever deploys a new version sends it; waits for the end.</summary>
    public async Task StopAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The product is not running.");
        using (var signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
    }

    private HttpClient NewClient() => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = BaseUrl,
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
    };

    private async Task<string?> WhyNotReadyAsync()
    {
        if (_process is not { HasExited: false })
        {
            throw new InvalidOperationException("The product ended while it started:\n" + LastWords);
        }

        try
        {
            using var answer = await Http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode ? null : "The product is not ready.";
        }
        catch (HttpRequestException)
        {
            return "The product does not listen.";
        }
    }

    private void Keep(string? line)
    {
        const int kept = 200;
        if (line is not null)
        {
            _log.Enqueue(line);
            if (_log.Count > kept)
            {
                _log.TryDequeue(out _);
            }
        }
    }
}
