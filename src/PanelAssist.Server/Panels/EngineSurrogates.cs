using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Server.Panels;

// The engine knows nothing of Orleans, so these say how its values cross a grain call.
[GenerateSerializer, Alias("money")]
internal struct MoneySurrogate
{
    [Id(0)] public long Micros;
    [Id(1)] public string Currency;
}

[RegisterConverter]
internal sealed class MoneyConverter : IConverter<Money, MoneySurrogate>
{
    public Money ConvertFromSurrogate(in MoneySurrogate surrogate) => new(surrogate.Micros, surrogate.Currency);

    public MoneySurrogate ConvertToSurrogate(in Money value) => new() { Micros = value.Micros, Currency = value.Currency };
}

[GenerateSerializer, Alias("service-line")]
internal struct ServiceLineSurrogate
{
    [Id(0)] public string Id;
    [Id(1)] public string Name;
    [Id(2)] public Money? Rate;
    [Id(3)] public long? Min;
    [Id(4)] public long? Max;
    [Id(5)] public bool? Refill;
}

[RegisterConverter]
internal sealed class ServiceLineConverter : IConverter<ServiceLine, ServiceLineSurrogate>
{
    public ServiceLine ConvertFromSurrogate(in ServiceLineSurrogate surrogate) =>
        new(surrogate.Id, surrogate.Name, surrogate.Rate, surrogate.Min, surrogate.Max, surrogate.Refill);

    public ServiceLineSurrogate ConvertToSurrogate(in ServiceLine value) => new()
    {
        Id = value.Id,
        Name = value.Name,
        Rate = value.RatePerThousand,
        Min = value.Min,
        Max = value.Max,
        Refill = value.Refill,
    };
}

[GenerateSerializer, Alias("order")]
internal struct OrderSurrogate
{
    [Id(0)] public string Id;
    [Id(1)] public OrderStatus Status;
    [Id(2)] public string StatusText;
    [Id(3)] public string? Username;
    [Id(4)] public string? ServiceId;
    [Id(5)] public string? ServiceName;
    [Id(6)] public string? Link;
    [Id(7)] public long? StartCount;
    [Id(8)] public long? Remains;
    [Id(9)] public long? Quantity;
    [Id(10)] public Money? Charge;
    [Id(11)] public DateTimeOffset? CreatedAt;
    [Id(12)] public bool? CanRefill;
    [Id(13)] public bool? CanRequestCancel;
    [Id(14)] public DateTimeOffset ReadAt;
}

[RegisterConverter]
internal sealed class OrderConverter : IConverter<Order, OrderSurrogate>
{
    public Order ConvertFromSurrogate(in OrderSurrogate surrogate) => new()
    {
        Id = surrogate.Id,
        Status = surrogate.Status,
        StatusText = surrogate.StatusText,
        Username = surrogate.Username,
        ServiceId = surrogate.ServiceId,
        ServiceName = surrogate.ServiceName,
        Link = surrogate.Link,
        StartCount = surrogate.StartCount,
        Remains = surrogate.Remains,
        Quantity = surrogate.Quantity,
        Charge = surrogate.Charge,
        CreatedAt = surrogate.CreatedAt,
        Flags = new OrderFlags(surrogate.CanRefill, surrogate.CanRequestCancel),
        ReadAt = surrogate.ReadAt,
    };

    public OrderSurrogate ConvertToSurrogate(in Order value) => new()
    {
        Id = value.Id,
        Status = value.Status,
        StatusText = value.StatusText,
        Username = value.Username,
        ServiceId = value.ServiceId,
        ServiceName = value.ServiceName,
        Link = value.Link,
        StartCount = value.StartCount,
        Remains = value.Remains,
        Quantity = value.Quantity,
        Charge = value.Charge,
        CreatedAt = value.CreatedAt,
        CanRefill = value.Flags.Refill,
        CanRequestCancel = value.Flags.RequestCancel,
        ReadAt = value.ReadAt,
    };
}
