using System.Runtime.CompilerServices;

namespace PanelAssist.Engine.Tests;

/// <summary>Compares a text with the file of that name under Snapshots; with ACCEPT_SNAPSHOTS=1 it writes the file instead.</summary>
internal static class Snapshot
{
    public static void Match(string actual, string name, [CallerFilePath] string callerFile = "")
    {
        var file = Path.Combine(ProjectFolder(callerFile), "Snapshots", name + ".txt");
        actual = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        Assert.True(File.Exists(file), $"There is no snapshot {file}: look at the text, then run once with ACCEPT_SNAPSHOTS=1.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string ProjectFolder(string callerFile)
    {
        var folder = Path.GetDirectoryName(callerFile)!;
        while (!File.Exists(Path.Combine(folder, "PanelAssist.Engine.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
