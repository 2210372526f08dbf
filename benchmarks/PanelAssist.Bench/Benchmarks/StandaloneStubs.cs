using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>The stubs alone, to point something else at; ends with its standard input.</summary>
internal static class StandaloneStubs
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        await using var outside = await Outside.StartAsync(options.Number("port", 5090), TimeSpan.FromMilliseconds(options.Number("panel-delay-ms", 0)));
        Console.WriteLine($"panel {outside.PanelUrl} (admin key {BenchOrders.AdminKey}), Telegram {outside.TelegramApi}");
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer) > 0)
        {
        }

        Console.WriteLine($"panel calls {outside.Panel.Calls}, messages {outside.Telegram.Count}");
        return 0;
    }
}
