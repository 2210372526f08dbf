namespace PanelAssist.Bench.Processes;

internal static class ParentWatch
{
    /// <summary>The benchmark holds our standard input open: when it ends, however it ends, so do we.</summary>
    public static async Task UntilParentEndsAsync(WebApplication app)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        try
        {
            while (await input.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Gone is gone.
        }

        await app.StopAsync();
    }
}
