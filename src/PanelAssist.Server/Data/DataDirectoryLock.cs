using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Data;

/// <summary>One process a data directory: a second one would take the first for dead and do its work again.</summary>
internal sealed class DataDirectoryLock(IOptions<StorageOptions> options) : IDisposable
{
    private FileStream? _file;

    /// <exception cref="InvalidOperationException">Another process has the directory.</exception>
    public void Take()
    {
        var path = Path.Combine(options.Value.DataDirectory, "panelassist.lock");
        try
        {
            // Freed by the operating system when the process ends, however it ends.
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException(
                $"Another process uses {Path.GetFullPath(options.Value.DataDirectory)}. End it, or give this one its own Storage:DataDirectory.", exception);
        }
    }

    public void Dispose() => _file?.Dispose();
}
