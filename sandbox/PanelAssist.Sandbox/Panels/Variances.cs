namespace PanelAssist.Sandbox.Panels;

/// <summary>Ways in which panels differ from the standard reply. Named in requests in kebab case: <c>null-start-count</c>.</summary>
[Flags]
internal enum Variances
{
    None = 0,

    /// <summary>Charge, start count, remains, rate, min, max and balance as JSON numbers.</summary>
    Numbers = 1 << 0,

    /// <summary>Service, order and refill ids as JSON strings.</summary>
    TextIds = 1 << 1,

    /// <summary><c>start_counter</c> instead of <c>start_count</c>.</summary>
    StartCounter = 1 << 2,

    NullStartCount = 1 << 3,
    EmptyStartCount = 1 << 4,

    /// <summary><c>"remains":"Unknown"</c>.</summary>
    UnknownRemains = 1 << 5,

    /// <summary>A refused id in a multi call is a plain string, not an error object.</summary>
    PlainErrors = 1 << 6,

    /// <summary>A refused id is missing from a multi call's reply.</summary>
    OmitBadIds = 1 << 7,

    /// <summary><c>order</c> inside the status object.</summary>
    OrderInStatus = 1 << 8,

    /// <summary><c>"status":"success"</c> beside what a good reply holds.</summary>
    SuccessWrapper = 1 << 9,

    /// <summary>0 and 1 for refill, cancel and dripfeed.</summary>
    NumericFlags = 1 << 10,

    /// <summary><c>"status":"104"</c> beside the error.</summary>
    ErrorCodes = 1 << 11,

    /// <summary><c>{"status":false,"msg":…}</c> for errors.</summary>
    StatusFalse = 1 << 12,

    /// <summary>400 and 401 instead of 200 for errors.</summary>
    HttpErrors = 1 << 13,

    /// <summary>Statuses as <c>in_progress</c>.</summary>
    SnakeStatus = 1 << 14,

    /// <summary>Statuses as <c>Inprogress</c>.</summary>
    CompactStatus = 1 << 15,

    /// <summary><c>Cancelled</c>, <c>Success</c> and <c>Error</c>.</summary>
    OtherWords = 1 << 16,

    /// <summary>Statuses as the numbers of the internal admin page.</summary>
    NumericStatus = 1 << 17,

    /// <summary>A status nobody has heard of.</summary>
    OddStatus = 1 << 18,

    /// <summary>The language key instead of the task's status: <c>tasks.status.rejected</c>.</summary>
    TaskKeys = 1 << 19,

    /// <summary>An empty service list as <c>{"status":"success","data":"Empty Data"}</c>.</summary>
    EmptyData = 1 << 20,

    /// <summary>Lower-case service types.</summary>
    LowerTypes = 1 << 21,
}

internal static class VarianceNames
{
    public static bool TryParse(string name, out Variances variance) =>
        Enum.TryParse(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out variance);

    public static Variances ParseAll(IEnumerable<string>? names)
    {
        var all = Variances.None;
        foreach (var name in names ?? [])
        {
            all |= TryParse(name, out var one) ? one : throw new FormatException($"Unknown variance '{name}'.");
        }

        return all;
    }
}
