namespace PanelAssist.Sandbox.Demo;

/// <summary>Which product to set the demo up in, with what right, and where to remember it.</summary>
internal sealed record DemoOptions(Uri Server, string OperatorToken, string StateFile);

/// <summary>The demo can't go on; the message says why, without any secret.</summary>
internal sealed class DemoException(string message) : Exception(message);
