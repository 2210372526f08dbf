using System.Globalization;
using PanelAssist.Sandbox;

var port = args.SkipWhile(a => a != "--port").Skip(1).FirstOrDefault() ?? "5081";
await using var server = await SandboxHost.StartAsync(new SandboxOptions { Port = int.Parse(port, CultureInfo.InvariantCulture) }, CancellationToken.None);
Console.WriteLine($"Sandbox on {server.BaseAddress}");
await server.WaitForShutdownAsync(CancellationToken.None);
