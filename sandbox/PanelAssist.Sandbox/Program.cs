using PanelAssist.Sandbox;
using PanelAssist.Sandbox.Demo;

CommandLine command;
try
{
    command = CommandLine.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

await using var server = await SandboxHost.StartAsync(command.Sandbox, CancellationToken.None);
Console.WriteLine($"Sandbox    {server.BaseAddress}  (SMTP on port {server.SmtpPort}, mail at {server.BaseAddress}mail)");
if (command.Demo is { } demo)
{
    try
    {
        await DemoSetup.RunAsync(server, demo, Console.Out, CancellationToken.None);
    }
    catch (DemoException e)
    {
        Console.Error.WriteLine($"The demo could not be set up: {e.Message}");
        return 1;
    }
}

await server.WaitForShutdownAsync(CancellationToken.None);
return 0;
