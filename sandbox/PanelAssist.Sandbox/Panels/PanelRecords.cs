namespace PanelAssist.Sandbox.Panels;

internal sealed class PanelUser
{
    public required long Id { get; init; }

    public required string Username { get; init; }

    public required string Email { get; set; }

    public required string ApiKey { get; set; }

    public decimal Balance { get; set; }
}

internal sealed class PanelService
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required string Category { get; init; }

    public string Type { get; init; } = "Default";

    public string? Description { get; init; }

    public decimal Rate { get; init; }

    public int Min { get; init; }

    public int Max { get; init; }

    public bool DripFeed { get; init; }

    public bool Refill { get; init; }

    public bool Cancel { get; init; }
}

internal sealed class PanelOrder
{
    public required long Id { get; init; }

    public required PanelUser User { get; init; }

    public required PanelService Service { get; init; }

    public required string Link { get; set; }

    public required DateTimeOffset Created { get; init; }

    public OrderStatus Status { get; set; }

    /// <summary>Replaces the status in every answer, for words no panel should say.</summary>
    public string? StatusText { get; set; }

    public int Quantity { get; init; }

    public int? StartCount { get; set; }

    public int Remains { get; set; }

    public decimal Charge { get; set; }

    public string? ExternalId { get; set; }

    public string? Provider { get; set; }

    public string Mode { get; init; } = "auto";

    public string CreationType { get; init; } = "site";

    /// <summary>Whether the order's own refill and cancel flags may be true at all.</summary>
    public bool Refillable { get; set; }

    public bool Cancelable { get; set; }

    public RefillTask? OpenRefill { get; set; }

    public CancelTask? OpenCancel { get; set; }

    public bool CanRefill => Refillable && Status is OrderStatus.Completed && OpenRefill is null;

    public bool CanRequestCancel => Cancelable && IsUnfinished && OpenCancel is null;

    public bool IsUnfinished => Status is OrderStatus.Pending or OrderStatus.InProgress or OrderStatus.Processing or OrderStatus.Awaiting;
}

internal sealed class RefillTask
{
    public required long Id { get; init; }

    public required PanelOrder Order { get; init; }

    public required DateTimeOffset Created { get; init; }

    public TaskState State { get; set; }
}

internal sealed class CancelTask
{
    public required long Id { get; init; }

    public required PanelOrder Order { get; init; }

    public required DateTimeOffset Created { get; init; }

    public TaskState State { get; set; }
}

internal sealed record PanelPayment(long Id, PanelUser User, decimal Amount, string Method, string Memo, DateTimeOffset Created);
