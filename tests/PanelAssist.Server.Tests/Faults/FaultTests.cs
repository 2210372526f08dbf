namespace PanelAssist.Server.Tests.Faults;

/// <summary>One after the other and beside nothing else: limits in seconds mean little on a machine that is busy with other tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultTests
{
    public const string Name = "Faults";
}
