namespace PanelAssist.Sandbox.Panels;

internal enum OrderStatus
{
    Pending,
    InProgress,
    Processing,
    Completed,
    Partial,
    Canceled,
    Fail,
    Awaiting,
}

internal enum TaskState
{
    Pending,
    InProgress,
    Completed,
    Rejected,
    Canceled,
    Error,
}

/// <summary>How each side of a panel spells a status.</summary>
internal static class StatusWords
{
    public static string Admin(OrderStatus status) => status switch
    {
        OrderStatus.Pending => "pending",
        OrderStatus.InProgress => "in_progress",
        OrderStatus.Processing => "processing",
        OrderStatus.Completed => "completed",
        OrderStatus.Partial => "partial",
        OrderStatus.Canceled => "canceled",
        OrderStatus.Fail => "fail",
        OrderStatus.Awaiting => "awaiting",
    };

    // Customers are not told of "awaiting": it is the admin's word for an order that waits for its start.
    public static string Customer(OrderStatus status, Variances variances)
    {
        if (variances == Variances.None)
        {
            return Plain(status);
        }

        if (variances.HasFlag(Variances.OddStatus))
        {
            return "Under review";
        }

        if (variances.HasFlag(Variances.NumericStatus))
        {
            return ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var text = variances.HasFlag(Variances.OtherWords) ? Other(status) : Plain(status);
        return variances.HasFlag(Variances.SnakeStatus) ? text.Replace(' ', '_').ToLowerInvariant()
            : variances.HasFlag(Variances.CompactStatus) ? text.Replace(" ", "", StringComparison.Ordinal)
            : text;
    }

    public static string Task(TaskState state, Variances variances)
    {
        if (variances.HasFlag(Variances.TaskKeys))
        {
            return "tasks.status." + AdminTask(state);
        }

        return state switch
        {
            TaskState.Pending => "Pending",
            TaskState.InProgress => "In progress",
            TaskState.Completed => "Completed",
            TaskState.Rejected => "Rejected",
            TaskState.Canceled => "Canceled",
            TaskState.Error => "Error",
        };
    }

    public static string AdminTask(TaskState state) => state switch
    {
        TaskState.Pending => "pending",
        TaskState.InProgress => "in_progress",
        TaskState.Completed => "completed",
        TaskState.Rejected => "rejected",
        TaskState.Canceled => "canceled",
        TaskState.Error => "error",
    };

    public static bool TryParse(string? text, out OrderStatus status) =>
        Enum.TryParse(Squeeze(text), ignoreCase: true, out status) && Enum.IsDefined(status);

    public static bool TryParseTask(string? text, out TaskState state) =>
        Enum.TryParse(Squeeze(text), ignoreCase: true, out state) && Enum.IsDefined(state);

    private static string Squeeze(string? text) =>
        (text ?? "").Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static string Plain(OrderStatus status) => status switch
    {
        OrderStatus.Pending or OrderStatus.Awaiting => "Pending",
        OrderStatus.InProgress => "In progress",
        OrderStatus.Processing => "Processing",
        OrderStatus.Completed => "Completed",
        OrderStatus.Partial => "Partial",
        OrderStatus.Canceled => "Canceled",
        OrderStatus.Fail => "Fail",
    };

    private static string Other(OrderStatus status) => status switch
    {
        OrderStatus.Completed => "Success",
        OrderStatus.Canceled => "Cancelled",
        OrderStatus.Fail => "Error",
        OrderStatus.Pending or OrderStatus.InProgress or OrderStatus.Processing
            or OrderStatus.Partial or OrderStatus.Awaiting => Plain(status),
    };
}
