namespace PanelAssist.Engine.Orders;

/// <summary>The states of a refill at a panel.</summary>
public enum RefillTaskState
{
    Pending,
    InProgress,
    Completed,
    Rejected,
    Failed,
    Canceled,
    Unknown,
}

/// <summary>The spellings of refill states, and one way to say each.</summary>
public static class RefillTaskStates
{
    /// <summary>Some panels leak the key of the word instead of the word: <c>tasks.status.rejected</c>.</summary>
    public static RefillTaskState Read(string? text)
    {
        Span<char> letters = stackalloc char[PanelWord.Longest];
        return PanelWord.Read(text, letters) switch
        {
            "pending" or "awaiting" => RefillTaskState.Pending,
            "inprogress" or "processing" => RefillTaskState.InProgress,
            "completed" or "complete" or "success" => RefillTaskState.Completed,
            "rejected" => RefillTaskState.Rejected,
            "error" or "fail" or "failed" => RefillTaskState.Failed,
            "canceled" or "cancelled" => RefillTaskState.Canceled,
            _ => RefillTaskState.Unknown,
        };
    }

    public static string DisplayName(this RefillTaskState state) => state switch
    {
        RefillTaskState.Pending => "pending",
        RefillTaskState.InProgress => "in progress",
        RefillTaskState.Completed => "completed",
        RefillTaskState.Rejected => "rejected",
        RefillTaskState.Failed => "failed",
        RefillTaskState.Canceled => "canceled",
        RefillTaskState.Unknown => "unknown",
    };
}
