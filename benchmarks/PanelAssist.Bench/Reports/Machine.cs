using System.Diagnostics;
using System.Runtime.InteropServices;
using PanelAssist.Bench.Load;

namespace PanelAssist.Bench.Reports;

/// <summary>What the figures were taken on. The disk is measured, because a durable write is mostly that.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGiB, string System, string Runtime, string Node, double FsyncP50Microseconds, double FsyncP99Microseconds, double LoadAverage)
{
    public static Machine Describe(string folder)
    {
        var (p50, p99) = MeasureFsync(folder);
        return new Machine(
            FirstOf("/proc/cpuinfo", "model name"),
            Environment.ProcessorCount,
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            VersionOfNode(),
            p50,
            p99,
            double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], global::System.Globalization.CultureInfo.InvariantCulture));
    }

    private static (double P50, double P99) MeasureFsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "fsync.probe");
        var latencies = new Latencies();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1))
        {
            var block = new byte[4096];
            for (var i = 0; i < 300; i++)
            {
                var started = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                latencies.RecordTicks(Stopwatch.GetTimestamp() - started);
            }
        }

        File.Delete(path);
        return (latencies.Milliseconds(50) * 1000, latencies.Milliseconds(99) * 1000);
    }

    private static string FirstOf(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";

    private static string VersionOfNode()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true, UseShellExecute = false });
            return node?.StandardOutput.ReadToEnd().Trim() ?? "none";
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return "none";
        }
    }
}
