namespace PanelAssist.Bench.Processes;

internal static class LoadTuning
{
    /// <summary>Set by the bench script for the load generator alone: socket callbacks run where they are noticed.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
}
