using System.Globalization;
using PanelAssist.Bench.Processes;

namespace PanelAssist.Bench.Product;

/// <summary>The product as an operator runs it: its own process, its own data directory.</summary>
internal sealed class ProductServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private ProductServer(Child process, int port)
    {
        Process = process;
        Port = port;
    }

    public Child Process { get; }

    public int Port { get; }

    public Uri BaseUrl => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));

    public static ProductServer Launch(BenchFolder folder, string name, int port, Dictionary<string, string> settings)
    {
        if (!File.Exists(folder.Server))
        {
            throw new FileNotFoundException($"The product is not built: {folder.Server}");
        }

        string[] command = folder.Server.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", folder.Server] : [folder.Server];
        return new ProductServer(Child.Start(name, command, settings, folder.Logs), port);
    }

    public static async Task<ProductServer> StartAsync(BenchFolder folder, string name, int port, Dictionary<string, string> settings)
    {
        var server = Launch(folder, name, port, settings);
        try
        {
            await server.UntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task UntilReadyAsync() => Process.WaitUntilAnswersAsync(new Uri(BaseUrl, "health/ready"), StartLimit);

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
