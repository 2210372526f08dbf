namespace PanelAssist.Engine.Orders;

/// <summary>The many spellings of order states, and one way to say each.</summary>
public static class OrderStatusNames
{
    /// <summary>
    /// Case, spaces, dashes and underscores do not matter. A subscription's own states, numbers and anything undocumented
    /// are <see cref="OrderStatus.Unknown"/>: a wrong guess would open a gate.
    /// </summary>
    public static OrderStatus Read(string? text)
    {
        Span<char> letters = stackalloc char[PanelWord.Longest];
        return PanelWord.Read(text, letters) switch
        {
            "pending" or "awaiting" => OrderStatus.Pending,
            "inprogress" => OrderStatus.InProgress,
            "processing" => OrderStatus.Processing,
            "completed" or "complete" or "success" => OrderStatus.Completed,
            "partial" => OrderStatus.Partial,
            "canceled" or "cancelled" => OrderStatus.Canceled,
            "refunded" => OrderStatus.Refunded,
            "error" or "fail" or "failed" => OrderStatus.Failed,
            _ => OrderStatus.Unknown,
        };
    }

    /// <summary>English, for the middle of a sentence.</summary>
    public static string DisplayName(this OrderStatus status) => status switch
    {
        OrderStatus.Pending => "pending",
        OrderStatus.InProgress => "in progress",
        OrderStatus.Processing => "processing",
        OrderStatus.Completed => "completed",
        OrderStatus.Partial => "partially completed",
        OrderStatus.Canceled => "canceled",
        OrderStatus.Refunded => "refunded",
        OrderStatus.Failed => "failed",
        OrderStatus.Unknown => "unknown",
    };
}
