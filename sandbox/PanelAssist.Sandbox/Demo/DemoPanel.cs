using PanelAssist.Sandbox.Control;
using PanelAssist.Sandbox.Panels;

namespace PanelAssist.Sandbox.Demo;

/// <summary>The demo's panel: one customer with an order for every sentence, another whose orders are not hers.</summary>
internal static class DemoPanel
{
    public const string Name = "demo";
    public const string AdminKey = "demo-admin-key";
    public const string Customer = "ana";
    public const string CustomerKey = "demo-key-of-ana";
    public const string BotToken = "424242:demo-bot-of-the-sandbox";

    /// <summary>How the product knows a visitor that a site vouched for.</summary>
    public const string WebVisitor = "user:" + Customer;

    public const string TelegramUserId = "42";

    private static readonly string[] Turns = ["completed", "in_progress", "completed", "pending", "completed", "processing", "partial", "completed", "canceled", "in_progress"];

    public static Panel Build(TimeProvider clock) => PanelSeeding.Build(
        new PanelSeed(Name, AdminKey, "USD", PanelSeeding.UsualCallsPerSecond, "ids", null, Users(), DemoServices.All(), Orders().ToArray(), null), clock);

    private static UserSeed[] Users() =>
    [
        new(Customer, "ana@example.org", 25.40m, CustomerKey, 7),
        new("ben", "ben@example.org", 3.15m, "demo-key-of-ben", 8),
    ];

    private static IEnumerable<OrderSeed> Orders()
    {
        yield return Order(1001, Customer, 101, "in_progress", 3, 1000, 812, 95, 0.41m);
        yield return Order(1002, Customer, 101, "completed", 24 * 9, 1000, 2310, 0, 0.90m);
        yield return Order(1003, Customer, 301, "completed", 24 * 21, 500, 145, 0, 1.20m);
        yield return Order(1004, Customer, 102, "pending", 1, 2000, null, 2000, 1.30m);
        yield return Order(1005, Customer, 201, "in_progress", 40, 5000, 90, 4100, 2.75m);
        yield return Order(1006, Customer, 302, "processing", 5, 1000, 12040, 1000, 1.75m);
        yield return Order(1007, Customer, 104, "partial", 24 * 4, 1000, 77, 320, 0.48m);
        yield return Order(1008, Customer, 103, "canceled", 24 * 6, 250, 30, 250, 0m);
        yield return Order(1009, Customer, 204, "fail", 24 * 2, 300, null, 300, 0.33m);
        yield return Order(1010, Customer, 402, "awaiting", 2, 1000, null, 1000, 0.80m);
        yield return Order(1011, Customer, 105, "completed", 24 * 3, 1000, 640, 0, 0.22m);
        yield return Order(1012, Customer, 205, "pending", 1, 10_000, null, 10_000, 0.60m);
        var services = DemoServices.All();
        for (var i = 0; i < 120; i++)
        {
            yield return Spread(1100 + i, Customer, services[i % services.Length].Id, i);
        }

        for (var i = 0; i < 10; i++)
        {
            yield return Spread(2001 + i, "ben", services[(i * 3) % services.Length].Id, i);
        }
    }

    private static OrderSeed Spread(long id, string user, int service, int index)
    {
        var status = Turns[index % Turns.Length];
        var quantity = 500 + (index % 8 * 250);
        int? start = status is "pending" ? null : 40 + (index * 37);
        var remains = status switch { "completed" => 0, "pending" or "processing" or "canceled" => quantity, _ => quantity / 3 };
        return Order(id, user, service, status, 4 + (index * 5), quantity, start, remains, Math.Round(quantity * 0.0009m, 2));
    }

    private static OrderSeed Order(long id, string user, int service, string status, double ageHours, int quantity, int? start, int remains, decimal charge) =>
        new(id, user, service, null, quantity, status, null, start, remains, charge, null,
            id % 3 == 0 ? "peerworks.example" : "bulkpeer.example", null, null, ageHours, null, null, null);
}
