using PanelAssist.Bench;
using PanelAssist.Bench.Benchmarks;
using PanelAssist.Bench.Ceilings;

var options = new BenchOptions(args);
return options.Find("role") switch
{
    null => await Suite.RunAsync(options),
    "ceiling" => await AcceptCeiling.RunAsync(options.Number("port", 0), options.Find("data"), options.Find("postgres")),
    "plain-group" => await PlainBot.RunAsync(options, largestCommit: 256),
    "plain-each" => await PlainBot.RunAsync(options, largestCommit: 1),
    "stubs" => await StandaloneStubs.RunAsync(options),
    var role => Refuse(role),
};

static int Refuse(string role)
{
    Console.Error.WriteLine($"There is no role {role}: ceiling, plain-group, plain-each, stubs");
    return 2;
}
