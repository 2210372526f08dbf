using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Ceilings;

/// <summary>The least a program can do to accept an update durably: parse it, store it, answer after the commit.</summary>
internal static class AcceptCeiling
{
    private const int LargestCommit = 256;

    public static async Task<int> RunAsync(int port, string? folder, string? postgres)
    {
        GroupCommit<StoredUpdate> writer;
        if (postgres is not null)
        {
            var updates = await PostgresUpdates.OpenAsync(postgres);
            writer = new GroupCommit<StoredUpdate>(updates.CommitAsync, LargestCommit);
        }
        else
        {
            var updates = new SqliteUpdates(Path.Combine(folder ?? throw new ArgumentNullException(nameof(folder)), "ceiling.db"));
            writer = new GroupCommit<StoredUpdate>(updates.CommitAsync, LargestCommit);
        }

        writer.Start();
        var app = BareServer.Build(port);
        app.MapGet("/", () => "ok");
        app.MapPost("/hook", async (HttpContext context) =>
        {
            var body = await Wire.ReadBodyAsync(context);
            var update = StoredUpdate.Parse(body);
            context.Request.BodyReader.AdvanceTo(body.End);
            await writer.StoreAsync(update);
            context.Response.ContentLength = 0;
        });
        await app.StartAsync();
        await ParentWatch.UntilParentEndsAsync(app);
        return 0;
    }
}
