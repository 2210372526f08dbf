namespace PanelAssist.Bench.Processes;

/// <summary>Where a run keeps its data, logs and results, and where it finds the programs it measures.</summary>
internal sealed class BenchFolder
{
    private int _made;

    public BenchFolder(string root, string? server)
    {
        Server = server ?? Path.Combine(root, "artifacts", "optimized", "server", "PanelAssist.Server.dll");
        Root = root;
        Results = Path.Combine(root, "artifacts", "bench");
        Run = Path.Combine(Results, "run");
        Logs = Path.Combine(Results, "logs");
        ClearRun();
        if (Directory.Exists(Logs))
        {
            Directory.Delete(Logs, recursive: true);
        }
    }

    public string Root { get; }

    public string Results { get; }

    public string Logs { get; }

    /// <summary>The product: this checkout's build, or another one to compare with (<c>--server</c>).</summary>
    public string Server { get; }

    public string Peers => Path.Combine(Root, "benchmarks", "peers");

    private string Run { get; }

    /// <summary>A fresh data directory, on the same disk for every contender.</summary>
    public string NewData(string name)
    {
        var folder = Path.Combine(Run, FormattableString.Invariant($"{++_made:00}-{name}"));
        Directory.CreateDirectory(folder);
        return folder;
    }

    public void ClearRun()
    {
        if (Directory.Exists(Run))
        {
            Directory.Delete(Run, recursive: true);
        }
    }
}
