using PanelAssist.Bench.Load;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Product;
using PanelAssist.Bench.Reports;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Benchmarks;

/// <summary>How fast a webhook is accepted durably, beside the least a program could do for it.</summary>
internal static class AcceptBenchmark
{
    private const string Ceiling = "ceiling";
    private const string Product = "product";
    private const string AllRoles = "product, all roles";
    private const int Chats = 5_000;

    // Processor time within a second below which a product has worked off what it accepted.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    public static async Task<Report> RunAsync(BenchRun run)
    {
        var onPostgres = run.Options.Has("postgres");
        var report = new Report(onPostgres ? "accept-postgres" : "accept");
        report.Settings["connections"] = FormattableString.Invariant($"{run.Connections}");
        report.Settings["rounds"] = FormattableString.Invariant($"{run.Rounds} x {run.Round.TotalSeconds} s");
        report.Settings["storage"] = onPostgres ? "PostgreSQL, synchronous_commit=on" : "SQLite, WAL, synchronous=FULL";

        await using var postgres = onPostgres ? await PostgresCluster.StartAsync(run.Folder) : null;
        await using var outside = await Outside.StartAsync(FreePort.Next(), TimeSpan.Zero);
        await using var ceiling = await Contender.AcceptCeilingAsync(run, postgres is null ? null : await postgres.CreateDatabaseAsync("ceiling"));
        var ceilingLoad = LoadFor(run, ceiling);
        if (!run.Wants(Product))
        {
            var alone = await new Race(run).RunAsync(Loads((Ceiling, ceilingLoad)), run.Rounds);
            report.AddRace(Ceiling, alone[Ceiling], "accepted");
            return report;
        }

        var database = postgres is null ? null : await postgres.CreateDatabaseAsync("product");
        await using (var product = await Contender.AcceptingProductAsync(run, "product-accepting", outside, OnDatabase(database)))
        {
            var results = await new Race(run).RunAsync(Loads((Ceiling, ceilingLoad), (Product, LoadFor(run, product))), run.Rounds);
            report.AddRace(Ceiling, results[Ceiling], "accepted");
            report.AddRace(Product, results[Product], "accepted");
            report.AddRatio("product/ceiling", results[Product], results[Ceiling], Target.AtLeast(0.65, 0.8));
        }

        await RaceAllRolesAsync(run, report, outside, ceilingLoad, postgres is null ? null : await postgres.CreateDatabaseAsync("product_all"));
        return report;
    }

    // On its own afterwards: what it accepted it then works off, and that must not slow the others' rounds.
    private static async Task RaceAllRolesAsync(BenchRun run, Report report, Outside outside, Func<TimeSpan, Task<LoadResult>> ceiling, string? database)
    {
        await using var product = await Contender.ProductAsync(run, "product-all-roles", outside, customers: 0, OnDatabase(database));
        var load = LoadFor(run, product);
        var race = Loads((Ceiling, ceiling), (AllRoles, async duration =>
        {
            var result = await load(duration);
            await UntilQuietAsync(product.Process);
            return result;
        }
        ));
        var results = await new Race(run).RunAsync(race, Math.Min(3, run.Rounds));
        report.AddRace(AllRoles, results[AllRoles], "accepted");
        report.AddRatio("product, all roles/ceiling", results[AllRoles], results[Ceiling]);
    }

    private static async Task UntilQuietAsync(Child product)
    {
        for (var tries = 0; tries < 90; tries++)
        {
            var before = product.ProcessorTime;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            if (product.ProcessorTime - before < Quiet)
            {
                return;
            }
        }
    }

    private static Func<TimeSpan, Task<LoadResult>> LoadFor(BenchRun run, Contender contender) =>
        new AcceptLoad(UpdateTemplate.Chatter(contender.Hook.Url, contender.Hook.Secret), contender.Hook.Url.Port, run.Connections, Chats).RunAsync;

    private static Func<Dictionary<string, string>, Dictionary<string, string>> OnDatabase(string? connectionString) =>
        settings => connectionString is null ? settings : settings.OnPostgres(connectionString);

    private static Dictionary<string, Func<TimeSpan, Task<LoadResult>>> Loads(params (string Name, Func<TimeSpan, Task<LoadResult>> Load)[] loads) =>
        loads.ToDictionary(load => load.Name, load => load.Load, StringComparer.Ordinal);
}
