using System.Text.Json;

namespace PanelAssist.Server.Tests.App;

/// <summary>A panel in the outside world: Ana with an order for every sentence, Ben whose orders are not hers.</summary>
public sealed class PlayedPanel
{
    public const string Ana = "ana";
    public const string Ben = "ben";

    private static readonly string[] Turns = ["in_progress", "completed"];

    private readonly PanelAssistApp _app;

    private PlayedPanel(PanelAssistApp app, string name)
    {
        _app = app;
        Name = name;
    }

    public string Name { get; }

    public string Target => "panel:" + Name;

    public string AdminKey => "admin-key-of-" + Name;

    public Uri Address => new(_app.Outside.Address, "/panel/" + Name);

    public static string EmailOf(string user, string panel) => $"{user}.{panel}@example.org";

    public static async Task<PlayedPanel> OpenAsync(PanelAssistApp app)
    {
        var panel = new PlayedPanel(app, "p" + app.FreshNumber().ToString(System.Globalization.CultureInfo.InvariantCulture));
        await app.Outside.PostAsync("panels", new
        {
            name = panel.Name,
            adminKey = panel.AdminKey,
            currency = "USD",
            rateLimitPerSecond = 0,
            users = new[]
            {
                new { username = Ana, email = EmailOf(Ana, panel.Name), balance = 25.40, apiKey = panel.KeyOf(Ana) },
                new { username = Ben, email = EmailOf(Ben, panel.Name), balance = 3.15, apiKey = panel.KeyOf(Ben) },
            },
            services = new[]
            {
                new { id = 101, name = "Instagram Followers [R30]", category = "Instagram", rate = 0.9, refill = true, cancel = true },
                new { id = 102, name = "TikTok Views", category = "TikTok", rate = 0.2, refill = false, cancel = false },
            },
            orders = new[]
            {
                Order(1001, Ana, "in_progress", 95),
                Order(1002, Ana, "completed", 0),
                Order(1003, Ana, "completed", 0),
                Order(1004, Ana, "pending", 1000),
                Order(1005, Ana, "in_progress", 400),
                Order(2001, Ben, "in_progress", 10),
            },
            generate = new[] { new { fromId = 5000, count = 120, user = Ana, serviceId = 101, statuses = Turns } },
        });
        return panel;
    }

    public string KeyOf(string user) => $"key-{Name}-{user}";

    public Task SetOrderAsync(long id, object change) => _app.Outside.PatchAsync($"panels/{Name}/orders/{id}", change);

    public Task<JsonElement> OrderAsync(long id) => _app.Outside.GetAsync($"panels/{Name}/orders/{id}");

    /// <summary>Calls of one action of the customer API, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> AskedToAsync(string action) =>
        [.. (await _app.Outside.AskedAsync(Target, "action=" + action)).Where(call => call.GetProperty("fields").GetProperty("action").GetString() == action)];

    /// <summary>Every call with this in its path or fields, oldest first.</summary>
    public Task<IReadOnlyList<JsonElement>> AskedAsync(string contains) => _app.Outside.AskedAsync(Target, contains);

    public Task<IReadOnlyList<JsonElement>> RefillsAsync() => _app.Outside.ItemsAsync($"panels/{Name}/refills");

    public Task<IReadOnlyList<JsonElement>> CancelsAsync() => _app.Outside.ItemsAsync($"panels/{Name}/cancels");

    public Task MisbehavesAsync(string kind, string? match = null, int? count = null) =>
        _app.Outside.FaultAsync(new { target = Target, kind, match, count });

    public Task HeldAsync() => _app.Outside.HeldAsync(Target);

    public Task ReleaseAsync() => _app.Outside.ReleaseAsync(Target);

    private static object Order(long id, string user, string status, int remains) =>
        new { id, user, serviceId = 101, status, quantity = 1000, startCount = 812, remains, charge = 0.41, ageHours = 30 };
}
