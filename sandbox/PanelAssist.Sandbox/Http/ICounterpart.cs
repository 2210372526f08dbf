namespace PanelAssist.Sandbox.Http;

/// <summary>One outside party: a panel's customer side, its admin side, a bot's server.</summary>
internal interface ICounterpart
{
    /// <summary>The name faults aim at and the journal lists under, such as <c>panel:demo</c>. Holds no secret.</summary>
    string Name { get; }

    ValueTask<SandboxReply> AnswerAsync(SandboxRequest request, CancellationToken cancellationToken);

    /// <summary>An error in this party's own words and layout.</summary>
    SandboxReply Error(int status, string text, int? retryAfterSeconds);
}

/// <summary>A counterpart whose answers can be spelled in other panels' ways for one call.</summary>
internal interface IVaried
{
    ValueTask<SandboxReply> AnswerAsync(SandboxRequest request, Panels.Variances extra, CancellationToken cancellationToken);
}
