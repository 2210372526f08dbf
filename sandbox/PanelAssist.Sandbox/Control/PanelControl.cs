using PanelAssist.Sandbox.Panels;

namespace PanelAssist.Sandbox.Control;

internal sealed record PanelPatch(string? AdminKey, int? RateLimitPerSecond, string? CancelField, string[]? Variances);

internal sealed record PanelAddition(UserSeed[]? Users, ServiceSeed[]? Services, OrderSeed[]? Orders, OrderRange[]? Generate);

internal sealed record OrderPatch(
    string? Status, string? StatusText, int? StartCount, bool? NoStartCount, int? Remains, decimal? Charge,
    string? ExternalId, string? Provider, bool? Refillable, bool? Cancelable);

internal sealed record UserPatch(string? Email, decimal? Balance, string? ApiKey);

/// <summary>Control over panels: seed, change, settle tasks, look.</summary>
internal static class PanelControl
{
    public static void MapPanelControl(this WebApplication app, PanelBook panels, TimeProvider clock)
    {
        app.MapPost("/_control/panels", Answer.Of<PanelSeed>((http, seed) =>
        {
            var panel = PanelSeeding.Build(seed, clock);
            panels.Put(panel);
            return Answer.Ok(new
            {
                panel.Name,
                baseUrl = $"{http.Request.Scheme}://{http.Request.Host}/panel/{panel.Name}",
                orders = panel.Orders.Count,
            });
        }));
        app.MapGet("/_control/panels", Answer.Of(_ => Answer.Ok(panels.All.Select(p => p.Name).Order(StringComparer.Ordinal))));
        app.MapGet("/_control/panels/{name}", In(panels, (_, panel) => Answer.Ok(Summary(panel))));
        app.MapDelete("/_control/panels/{name}", Answer.Of(http => panels.Remove(http.Route("name")) ? Answer.Ok(new { removed = 1 }) : Answer.Missing("The panel")));
        app.MapPatch("/_control/panels/{name}", In<PanelPatch>(panels, (_, panel, patch) => Patch(panel, patch)));
        app.MapPost("/_control/panels/{name}/add", In<PanelAddition>(panels, (_, panel, more) =>
        {
            PanelSeeding.Extend(panel, more.Users, more.Services, more.Orders, more.Generate);
            return Answer.Ok(new { orders = panel.Orders.Count });
        }));
        app.MapPatch("/_control/panels/{name}/orders/{id}", In<OrderPatch>(panels, (http, panel, patch) =>
            panel.Orders.TryGetValue(http.RouteLong("id"), out var order) ? Patch(panel, order, patch) : Answer.Missing("The order")));
        app.MapGet("/_control/panels/{name}/orders/{id}", In(panels, (http, panel) =>
            panel.Orders.TryGetValue(http.RouteLong("id"), out var order) ? Answer.Ok(Order(order)) : Answer.Missing("The order")));
        app.MapPatch("/_control/panels/{name}/users/{username}", In<UserPatch>(panels, (http, panel, patch) =>
            panel.UsersByName.TryGetValue(http.Route("username"), out var user) ? Patch(panel, user, patch) : Answer.Missing("The user")));
        app.MapTaskControl(panels);
    }

    public static RequestDelegate In(PanelBook panels, Func<HttpContext, Panel, IResult> act) => Answer.Of(http =>
    {
        if (panels.Find(http.Route("name")) is not { } panel)
        {
            return Answer.Missing("The panel");
        }

        lock (panel.Gate)
        {
            return act(http, panel);
        }
    });

    private static RequestDelegate In<TBody>(PanelBook panels, Func<HttpContext, Panel, TBody, IResult> act) => Answer.Of<TBody>((http, body) =>
    {
        if (panels.Find(http.Route("name")) is not { } panel)
        {
            return Answer.Missing("The panel");
        }

        lock (panel.Gate)
        {
            return act(http, panel, body);
        }
    });

    private static IResult Patch(Panel panel, PanelPatch patch)
    {
        panel.AdminKey = patch.AdminKey ?? panel.AdminKey;
        panel.CancelField = patch.CancelField ?? panel.CancelField;
        if (patch.Variances is not null)
        {
            panel.Variances = VarianceNames.ParseAll(patch.Variances);
        }

        if (patch.RateLimitPerSecond is { } limit)
        {
            panel.LimitTo(limit);
        }

        return Answer.Ok(Summary(panel));
    }

    private static IResult Patch(Panel panel, PanelOrder order, OrderPatch patch)
    {
        if (patch.Status is not null)
        {
            if (!StatusWords.TryParse(patch.Status, out var status))
            {
                return Answer.Bad($"Unknown status '{patch.Status}'. Use statusText for words no panel has.");
            }

            order.Status = status;
            order.StatusText = null;
        }

        order.StatusText = patch.StatusText ?? order.StatusText;
        order.StartCount = patch.NoStartCount is true ? null : patch.StartCount ?? order.StartCount;
        order.Remains = patch.Remains ?? order.Remains;
        order.Charge = patch.Charge ?? order.Charge;
        order.ExternalId = patch.ExternalId ?? order.ExternalId;
        order.Provider = patch.Provider ?? order.Provider;
        order.Refillable = patch.Refillable ?? order.Refillable;
        order.Cancelable = patch.Cancelable ?? order.Cancelable;
        panel.Changed.Raise();
        return Answer.Ok(Order(order));
    }

    private static IResult Patch(Panel panel, PanelUser user, UserPatch patch)
    {
        user.Email = patch.Email ?? user.Email;
        user.Balance = patch.Balance ?? user.Balance;
        if (patch.ApiKey is not null)
        {
            panel.UsersByKey.Remove(user.ApiKey);
            user.ApiKey = patch.ApiKey;
            panel.Add(user);
        }

        return Answer.Ok(new { user.Id, user.Username, user.Email, user.Balance });
    }

    private static object Summary(Panel panel) => new
    {
        panel.Name,
        panel.Currency,
        rateLimitPerSecond = panel.CallsPerSecond,
        panel.CancelField,
        variances = panel.Variances.ToString(),
        users = panel.UsersByName.Values.OrderBy(u => u.Id).Select(u => new { u.Id, u.Username, u.Email, u.Balance, u.ApiKey }),
        services = panel.Services.Count,
        orders = panel.Orders.Count,
        refills = panel.Refills.Count,
        cancels = panel.Cancels.Count,
        payments = panel.Payments.Count,
    };

    private static object Order(PanelOrder order) => new
    {
        order.Id,
        user = order.User.Username,
        serviceId = order.Service.Id,
        status = order.StatusText ?? StatusWords.Admin(order.Status),
        order.Quantity,
        order.StartCount,
        order.Remains,
        order.Charge,
        order.ExternalId,
        order.Provider,
        order.CanRefill,
        order.CanRequestCancel,
        openRefill = order.OpenRefill?.Id,
        openCancel = order.OpenCancel?.Id,
    };
}
