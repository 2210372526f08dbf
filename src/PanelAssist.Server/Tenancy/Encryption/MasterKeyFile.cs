using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>The master key as a file only its owner can read. It is made once and never written again.</summary>
internal sealed class MasterKeyFile(string dataDirectory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(dataDirectory, "master.key"));

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="MasterKeyException">The file is open to others, or is not a key.</exception>
    public MasterKey? Find()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) is not UnixFileMode.None)
        {
            throw new MasterKeyException($"The master key file {Path} can be read or changed by other users of this machine. Take that away: chmod 600 {Path}");
        }

        return MasterKey.TryParse(File.ReadAllText(Path, Encoding.ASCII))
            ?? throw new MasterKeyException($"The master key file {Path} does not hold {MasterKey.Size} bytes in base64. Restore it from a backup; it is never made anew over an old one.");
    }

    /// <summary>Makes the file; where another process was first, its key is taken.</summary>
    public MasterKey Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var unfinished = Path + "." + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(unfinished, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Size)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        PutInPlace(unfinished);
        return Find()!;
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] name);

    private static byte[] NullTerminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>A key that is there, even a bad one, is never replaced: where the name is taken, this does nothing.</summary>
    private void PutInPlace(string unfinished)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                File.Move(unfinished, Path, overwrite: false);
            }
            else if (Link(NullTerminated(unfinished), NullTerminated(Path)) != 0 && !File.Exists(Path))
            {
                // File.Move looks first and renames then: two that start together would each go on with a key of their own. A link fails where the name is taken.
                throw new MasterKeyException($"The master key file {Path} could not be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
            }
        }
        catch (IOException) when (File.Exists(Path))
        {
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}

/// <summary>The master key is missing or unusable; the message says what to do, and the process does not start.</summary>
internal sealed class MasterKeyException(string message) : Exception(message);
