using System.Globalization;
using PanelAssist.Sandbox.Demo;

namespace PanelAssist.Sandbox;

/// <summary>What the process was started with.</summary>
internal sealed record CommandLine(SandboxOptions Sandbox, DemoOptions? Demo)
{
    public const string Usage = """
        Usage: PanelAssist.Sandbox [options]
          --port N             HTTP port on 127.0.0.1 (default 5081, 0 takes a free one)
          --smtp-port N        SMTP port on 127.0.0.1 (default: port + 1, 0 takes a free one)
          --no-journal         do not remember requests
          --demo URL           set up the demo tenant in the product at URL
          --operator-token T   the product's operator token, needed with --demo
          --demo-state FILE    where the demo's ids and token are kept (default demo.json)
        """;

    private const int UsualPort = 5081;

    /// <summary>Throws <see cref="FormatException"/> with a sentence for the person who typed it.</summary>
    public static CommandLine Parse(string[] args)
    {
        var port = UsualPort;
        int? smtpPort = null;
        var journal = true;
        Uri? demo = null;
        string? token = null;
        var state = "demo.json";
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--port": port = Number(args, ref i); break;
                case "--smtp-port": smtpPort = Number(args, ref i); break;
                case "--no-journal": journal = false; break;
                case "--demo": demo = new Uri(Value(args, ref i), UriKind.Absolute); break;
                case "--operator-token": token = Value(args, ref i); break;
                case "--demo-state": state = Value(args, ref i); break;
                default: throw new FormatException($"Unknown option '{args[i]}'.");
            }
        }

        if (demo is not null && string.IsNullOrEmpty(token))
        {
            throw new FormatException("--demo needs --operator-token.");
        }

        var options = new SandboxOptions { Port = port, SmtpPort = smtpPort ?? (port == 0 ? 0 : port + 1), Journal = journal };
        return new CommandLine(options, demo is null ? null : new DemoOptions(demo, token!, state));
    }

    private static string Value(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} needs a value.");

    private static int Number(string[] args, ref int i) =>
        int.TryParse(Value(args, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535
            ? number
            : throw new FormatException($"{args[i - 1]} needs a port number.");
}
