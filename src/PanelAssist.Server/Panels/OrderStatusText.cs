using PanelAssist.Engine.Orders;

namespace PanelAssist.Server.Panels;

/// <summary>The one place where a panel's spelling of a state becomes ours.</summary>
internal static class OrderStatusText
{
    public static OrderStatus Read(string text) => Letters(text) switch
    {
        "pending" or "awaiting" => OrderStatus.Pending,
        "inprogress" or "active" => OrderStatus.InProgress,
        "processing" => OrderStatus.Processing,
        "completed" or "success" => OrderStatus.Completed,
        "partial" => OrderStatus.Partial,
        "canceled" or "cancelled" => OrderStatus.Canceled,
        "refunded" => OrderStatus.Refunded,
        "error" or "fail" or "failed" => OrderStatus.Failed,
        _ => OrderStatus.Unknown,
    };

    /// <summary>A refill task's state in normal words; some panels leak a language key such as <c>tasks.status.rejected</c>.</summary>
    public static string ReadRefill(string text)
    {
        var word = text[(text.LastIndexOf('.') + 1)..];
        return Letters(word) switch
        {
            "pending" or "awaiting" => "Pending",
            "inprogress" or "processing" => "In progress",
            "completed" or "success" => "Completed",
            "rejected" => "Rejected",
            "error" or "fail" or "failed" => "Error",
            "canceled" or "cancelled" => "Canceled",
            _ => word,
        };
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter)).ToLowerInvariant();
}
