namespace PanelAssist.Sandbox;

/// <summary>How one sandbox process is started.</summary>
public sealed class SandboxOptions
{
    /// <summary>Port of the HTTP side on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port of the SMTP sink on 127.0.0.1; 0 takes a free one.</summary>
    public int SmtpPort { get; init; }

    /// <summary>Whether requests are remembered. Benchmarks turn it off.</summary>
    public bool Journal { get; init; } = true;

    /// <summary>Whether what bots send and how updates are delivered is remembered. Benchmarks of millions of sends turn it off.</summary>
    public bool RememberSent { get; init; } = true;

    /// <summary>Seed of every random choice (fault probability, retry caps), so that a failing run can be repeated.</summary>
    public int Seed { get; init; } = 20260101;

    /// <summary>The clock of the whole sandbox: delivery retries, expiry, limits, dates.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
