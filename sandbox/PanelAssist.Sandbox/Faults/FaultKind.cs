namespace PanelAssist.Sandbox.Faults;

internal enum FaultKind
{
    /// <summary>Wait, then answer as usual.</summary>
    Latency,

    /// <summary>An HTTP error in the counterpart's own layout; 429 carries how long to wait.</summary>
    Status,

    /// <summary>A page for people where an API answer belongs.</summary>
    Html,

    /// <summary>200 and nothing.</summary>
    Empty,

    /// <summary>The first half of the JSON, correctly framed.</summary>
    Truncated,

    /// <summary>The connection ends in the middle of the body.</summary>
    Cut,

    /// <summary>200 with an error inside.</summary>
    Error,

    /// <summary>The connection ends; nothing was done.</summary>
    DropBefore,

    /// <summary>It was done; the answer is lost.</summary>
    DropAfter,

    /// <summary>Waits for release, then acts and answers.</summary>
    HoldBefore,

    /// <summary>Acts, then waits for release before it answers.</summary>
    HoldAfter,

    /// <summary>Answers in another panel's spelling.</summary>
    Variance,

    /// <summary>400 with <c>migrate_to_chat_id</c>, Telegram only.</summary>
    Migrate,
}
