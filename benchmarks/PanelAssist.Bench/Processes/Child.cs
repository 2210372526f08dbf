using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PanelAssist.Bench.Processes;

/// <summary>One process started by a benchmark. It is ended by its own id, always, however the benchmark ends.</summary>
internal sealed partial class Child : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private readonly Process _process;
    private bool _disposed;

    private Child(string name, Process process, string log)
    {
        Name = name;
        _process = process;
        Log = log;
    }

    public string Name { get; }

    public string Log { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static Child Start(string name, IEnumerable<string> command, IReadOnlyDictionary<string, string> environment, string logFolder)
    {
        Directory.CreateDirectory(logFolder);
        var log = Path.Combine(logFolder, name + ".log");
        // exec keeps the id, and the log costs this process nothing while it measures.
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log },
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var part in command)
        {
            start.ArgumentList.Add(part);
        }

        // Tuning of the load generator is not for those it measures.
        start.Environment.Remove(LoadTuning.InlineCompletions);
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
        var child = new Child(name, process, log);
        Children.Add(child);
        return child;
    }

    public async Task WaitUntilAnswersAsync(Uri url, TimeSpan limit)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{Name} ended with {_process.ExitCode}. Its log says: {TailOfLog()}");
            }

            try
            {
                using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Not up yet.
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"{Name} did not answer {url} within {limit.TotalSeconds} s. Its log says: {TailOfLog()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Resident memory in bytes, as the kernel counts it.</summary>
    public long ResidentBytes()
    {
        foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/status")))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                var kilobytes = line.AsSpan(6).Trim();
                return long.Parse(kilobytes[..kilobytes.IndexOf(' ')], CultureInfo.InvariantCulture) * 1024;
            }
        }

        throw new InvalidOperationException($"{Name} shows no memory");
    }

    /// <summary>SIGKILL: nothing in the process gets a chance to finish.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Kill);
        }

        await _process.WaitForExitAsync();
    }

    public async Task StopAsync(TimeSpan grace)
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Terminate);
            using var patience = new CancellationTokenSource(grace);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await StopAsync(TimeSpan.FromSeconds(5));
        Children.Remove(this);
        _process.Dispose();
    }

    /// <summary>For the last moments of this process, where nothing can be awaited.</summary>
    public void KillNow()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Kill);
        }
    }

    private string TailOfLog() =>
        File.Exists(Log) ? string.Join(Environment.NewLine, File.ReadLines(Log).TakeLast(15)) : "nothing";

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
