using System.Globalization;
using PanelAssist.Sandbox.Panels;

namespace PanelAssist.Sandbox.Control;

internal sealed record UserSeed(string Username, string? Email, decimal? Balance, string? ApiKey, long? Id);

internal sealed record ServiceSeed(
    int Id, string Name, string? Category, string? Type, string? Description, decimal? Rate,
    int? Min, int? Max, bool? Refill, bool? Cancel, bool? DripFeed);

internal sealed record OrderSeed(
    long Id, string User, int ServiceId, string? Link, int? Quantity, string? Status, string? StatusText,
    int? StartCount, int? Remains, decimal? Charge, string? ExternalId, string? Provider, string? Mode,
    string? CreationType, double? AgeHours, DateTimeOffset? Created, bool? Refillable, bool? Cancelable);

/// <summary>Many orders alike, for load: ids from <c>FromId</c> on, statuses in turn.</summary>
internal sealed record OrderRange(long FromId, int Count, string User, int ServiceId, string[]? Statuses);

internal sealed record PanelSeed(
    string Name, string? AdminKey, string? Currency, int? RateLimitPerSecond, string? CancelField, string[]? Variances,
    UserSeed[]? Users, ServiceSeed[]? Services, OrderSeed[]? Orders, OrderRange[]? Generate);

/// <summary>Turns what control was told into a panel's books.</summary>
internal static class PanelSeeding
{
    public const int UsualCallsPerSecond = 5;

    public static Panel Build(PanelSeed seed, TimeProvider clock)
    {
        var panel = new Panel(Answer.Needed(seed.Name, "name"), seed.Currency ?? "USD", seed.RateLimitPerSecond ?? UsualCallsPerSecond, clock)
        {
            AdminKey = seed.AdminKey ?? "",
            CancelField = seed.CancelField ?? "ids",
            Variances = VarianceNames.ParseAll(seed.Variances),
        };
        Extend(panel, seed.Users, seed.Services, seed.Orders, seed.Generate);
        return panel;
    }

    public static void Extend(Panel panel, UserSeed[]? users, ServiceSeed[]? services, OrderSeed[]? orders, OrderRange[]? ranges)
    {
        foreach (var user in users ?? [])
        {
            AddUser(panel, user);
        }

        foreach (var service in services ?? [])
        {
            panel.Services[service.Id] = Service(service);
        }

        foreach (var order in orders ?? [])
        {
            panel.Add(Order(panel, order));
        }

        foreach (var range in ranges ?? [])
        {
            for (var index = 0; index < range.Count; index++)
            {
                panel.Add(Order(panel, InRange(range, index)));
            }
        }
    }

    private static void AddUser(Panel panel, UserSeed seed)
    {
        Answer.Needed(seed.Username, "username");
        var id = seed.Id ?? panel.UsersByName.Values.Select(u => u.Id).DefaultIfEmpty(6).Max() + 1;
        panel.Add(new PanelUser
        {
            Id = id,
            Username = seed.Username,
            Email = seed.Email ?? seed.Username + "@example.org",
            Balance = seed.Balance ?? 0,
            ApiKey = seed.ApiKey ?? string.Create(CultureInfo.InvariantCulture, $"key-{panel.Name}-{seed.Username}"),
        });
    }

    private static PanelService Service(ServiceSeed seed) => new()
    {
        Id = seed.Id,
        Name = Answer.Needed(seed.Name, "name"),
        Category = seed.Category ?? "Other",
        Type = seed.Type ?? "Default",
        Description = seed.Description,
        Rate = seed.Rate ?? 0.90m,
        Min = seed.Min ?? 10,
        Max = seed.Max ?? 100_000,
        DripFeed = seed.DripFeed ?? false,
        Refill = seed.Refill ?? false,
        Cancel = seed.Cancel ?? false,
    };

    private static PanelOrder Order(Panel panel, OrderSeed seed)
    {
        if (!panel.UsersByName.TryGetValue(Answer.Needed(seed.User, "user"), out var user))
        {
            throw new FormatException($"Order {seed.Id}: the panel has no user '{seed.User}'.");
        }

        if (!panel.Services.TryGetValue(seed.ServiceId, out var service))
        {
            throw new FormatException($"Order {seed.Id}: the panel has no service {seed.ServiceId}.");
        }

        var status = OrderStatus.Pending;
        if (seed.Status is not null && !StatusWords.TryParse(seed.Status, out status))
        {
            throw new FormatException($"Order {seed.Id}: unknown status '{seed.Status}'. Use statusText for words no panel has.");
        }

        var quantity = seed.Quantity ?? 1000;
        return new PanelOrder
        {
            Id = seed.Id,
            User = user,
            Service = service,
            Link = seed.Link ?? string.Create(CultureInfo.InvariantCulture, $"https://example.org/{seed.User}/{seed.Id}"),
            Created = seed.Created ?? panel.Clock.GetUtcNow().AddHours(-(seed.AgeHours ?? 30)),
            Status = status,
            StatusText = seed.StatusText,
            Quantity = quantity,
            StartCount = seed.StartCount,
            Remains = seed.Remains ?? (status is OrderStatus.Completed ? 0 : quantity),
            Charge = seed.Charge ?? Math.Round(service.Rate * quantity / 1000, 5),
            ExternalId = seed.ExternalId ?? (7_700_000 + seed.Id).ToString(CultureInfo.InvariantCulture),
            Provider = seed.Provider ?? "bulkpeer.example",
            Mode = seed.Mode ?? "auto",
            CreationType = seed.CreationType ?? "site",
            Refillable = seed.Refillable ?? service.Refill,
            Cancelable = seed.Cancelable ?? service.Cancel,
        };
    }

    private static OrderSeed InRange(OrderRange range, int index)
    {
        var status = range.Statuses is { Length: > 0 } all ? all[index % all.Length] : "in_progress";
        return new OrderSeed(range.FromId + index, range.User, range.ServiceId, null, 1000, status, null,
            100 + (index % 900), status == "completed" ? 0 : 95 + (index % 800), null, null, null, null, null, 1 + (index % 200), null, null, null);
    }
}
