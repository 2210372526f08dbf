using System.Runtime.CompilerServices;

namespace PanelAssist.Server.Tests.Architecture;

/// <summary>Compares a text with the file of that name beside the test; with ACCEPT_SNAPSHOTS=1 it writes the file instead.</summary>
internal static class Snapshot
{
    public static void Match(string actual, string name, [CallerFilePath] string callerFile = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(callerFile)!, name + ".txt");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, actual);
            return;
        }

        Assert.True(File.Exists(file), $"There is no snapshot {file}: look at the text, then run once with ACCEPT_SNAPSHOTS=1.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
