using System.Globalization;
using PanelAssist.Bench.Load;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Product;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>A running program that takes webhooks, and its process.</summary>
internal sealed record Contender(string Name, Hook Hook, Child Process) : IAsyncDisposable
{
    private const string Secret = "bench-webhook-secret";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    public static async Task<Contender> AcceptCeilingAsync(BenchRun run, string? postgres)
    {
        var port = FreePort.Next();
        List<string> command = [.. OwnRole("ceiling", port), "--data", run.Folder.NewData("ceiling")];
        if (postgres is not null)
        {
            command.AddRange(["--postgres", postgres]);
        }

        return await StartAsync(run, "ceiling", port, command, NoSettings);
    }

    public static Task<Contender> PlainAsync(BenchRun run, string name, Outside outside, int customers)
    {
        var port = FreePort.Next();
        return StartAsync(run, name, port,
        [
            .. OwnRole(name, port), "--data", run.Folder.NewData(name), "--secret", Secret,
            "--panel", outside.PanelCustomerApi, "--telegram", $"{outside.TelegramApi}/bot{ProductApi.BotToken}/sendMessage",
            "--chats", customers.ToString(CultureInfo.InvariantCulture),
        ], NoSettings);
    }

    public static Task<Contender> PeerAsync(BenchRun run, string name, Outside outside, int customers)
    {
        var port = FreePort.Next();
        return StartAsync(run, name, port, ["node", Path.Combine(run.Folder.Peers, $"{name}-bot.js")], new(StringComparer.Ordinal)
        {
            ["NODE_ENV"] = "production",
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["DATABASE"] = Path.Combine(run.Folder.NewData(name), "bot.db"),
            ["TOKEN"] = ProductApi.BotToken,
            ["SECRET"] = Secret,
            ["TELEGRAM_API"] = outside.TelegramApi,
            ["PANEL_API"] = outside.PanelCustomerApi,
            ["FIRST_CHAT"] = BenchOrders.FirstChat.ToString(CultureInfo.InvariantCulture),
            ["CHATS"] = customers.ToString(CultureInfo.InvariantCulture),
        });
    }

    public static async Task<Contender> ProductAsync(
        BenchRun run, string name, Outside outside, int customers, Func<Dictionary<string, string>, Dictionary<string, string>> adjust)
    {
        var port = FreePort.Next();
        var settings = adjust(ProductSettings.Base(port, run.Folder.NewData(name), outside).LiftPanelBudget());
        var server = await ProductServer.StartAsync(run.Folder, name, port, settings);
        try
        {
            var setup = await ProductSetup.CreateAsync(server, outside, customers);
            return new Contender(name, setup.Hook, server.Process);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Set up with every role, then started again as a node that only accepts.</summary>
    public static async Task<Contender> AcceptingProductAsync(
        BenchRun run, string name, Outside outside, Func<Dictionary<string, string>, Dictionary<string, string>> adjust)
    {
        var port = FreePort.Next();
        var settings = adjust(ProductSettings.Base(port, run.Folder.NewData(name), outside).LiftPanelBudget());
        ProductSetup setup;
        await using (var first = await ProductServer.StartAsync(run.Folder, name, port, settings))
        {
            setup = await ProductSetup.CreateAsync(first, outside, customers: 0);
        }

        var server = await ProductServer.StartAsync(run.Folder, name, port, settings.AcceptOnly());
        return new Contender(name, setup.Hook, server.Process);
    }

    private static Dictionary<string, string> NoSettings => [];

    private static IEnumerable<string> OwnRole(string role, int port) =>
        ["dotnet", typeof(Contender).Assembly.Location, "--role", role, "--port", port.ToString(CultureInfo.InvariantCulture)];

    private static async Task<Contender> StartAsync(BenchRun run, string name, int port, IEnumerable<string> command, Dictionary<string, string> settings)
    {
        var child = Child.Start(name, command, settings, run.Folder.Logs);
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
            await child.WaitUntilAnswersAsync(address, StartLimit);
            return new Contender(name, new Hook(new Uri(address, "hook"), Secret), child);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }
}
