using System.Globalization;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>The customers' API v2: one address, <c>key</c> and <c>action</c>.</summary>
internal sealed class CustomerApi(Panel panel) : ICounterpart, IVaried
{
    private const int MaxIds = 100;

    public string Name { get; } = CounterpartName.OfPanel(panel.Name);

    public SandboxReply Error(int status, string text, int? retryAfterSeconds) =>
        CustomerAnswers.Error(text, null, Variances.None, status, retryAfterSeconds);

    public ValueTask<SandboxReply> AnswerAsync(SandboxRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, Variances.None, cancellationToken);

    public ValueTask<SandboxReply> AnswerAsync(SandboxRequest request, Variances extra, CancellationToken cancellationToken)
    {
        if (!panel.Limit.TryEnter())
        {
            return new(Error(429, "Too many requests", null));
        }

        lock (panel.Gate)
        {
            return new(Answer(request, panel.Variances | extra));
        }
    }

    private SandboxReply Answer(SandboxRequest request, Variances variances)
    {
        if (request.Find("key") is not { } key || !panel.UsersByKey.TryGetValue(key, out var user))
        {
            return CustomerAnswers.Error("Invalid API key", "102", variances, variances.HasFlag(Variances.HttpErrors) ? 401 : 200);
        }

        return (request.Find("action") ?? Inferred(request)) switch
        {
            "services" => CustomerAnswers.Services(panel, variances),
            "balance" => CustomerAnswers.Balance(user, panel, variances),
            "status" => Status(request, user, variances),
            "refill" => Refill(request, user, variances),
            "refill_status" => RefillStatus(request, user, variances),
            "cancel" => Cancel(request, user, variances),
            "add" => Add(request, user, variances),
            _ => Refuse("Incorrect request", "101", variances),
        };
    }

    // The official sample class leaves the action out of its refill-status calls.
    private static string? Inferred(SandboxRequest request) =>
        request.Has("refill") || request.Has("refills") ? "refill_status" : null;

    private SandboxReply Status(SandboxRequest request, PanelUser user, Variances variances)
    {
        if (request.Has("orders"))
        {
            var ids = request.FindList("orders");
            return ids.Count > MaxIds
                ? Refuse("Maximum 100 orders", "107", variances)
                : CustomerAnswers.Statuses(panel, ids.Distinct(StringComparer.Ordinal).Select(id => (id, Own(id, user))), variances);
        }

        var order = Own(request.Find("order"), user);
        return order is null ? Refuse("Incorrect order ID", "104", variances) : CustomerAnswers.Status(panel, order, variances);
    }

    private SandboxReply Refill(SandboxRequest request, PanelUser user, Variances variances)
    {
        if (!request.Has("orders"))
        {
            var (task, error) = TryRefill(Own(request.Find("order"), user));
            return task is null ? Refuse(error!, "104", variances) : CustomerAnswers.Refill(task, variances);
        }

        var ids = request.FindList("orders");
        return ids.Count > MaxIds
            ? Refuse("Maximum 100 orders", "107", variances)
            : CustomerAnswers.Refills(ids.Select(id => (id, TryRefill(Own(id, user)))).ToList(), variances);
    }

    private (RefillTask? Task, string? Error) TryRefill(PanelOrder? order)
    {
        if (order is null)
        {
            return (null, "Incorrect order ID");
        }

        return order.CanRefill ? (panel.OpenRefill(order), null)
            : (null, order.OpenRefill is null ? "Refill is not available for this order" : "Refill is already in progress");
    }

    private SandboxReply RefillStatus(SandboxRequest request, PanelUser user, Variances variances)
    {
        if (request.Has("refills"))
        {
            var ids = request.FindList("refills");
            return ids.Count > MaxIds
                ? Refuse("Maximum 100 refills", "107", variances)
                : CustomerAnswers.RefillStatuses(ids.Select(id => (id, OwnRefill(id, user))), variances);
        }

        var task = OwnRefill(request.Find("refill"), user);
        return task is null ? Refuse("Refill not found", "104", variances) : CustomerAnswers.RefillStatus(task, variances);
    }

    private SandboxReply Cancel(SandboxRequest request, PanelUser user, Variances variances)
    {
        var ids = request.FindList("orders");
        return ids.Count switch
        {
            0 => Refuse("Incorrect request", "101", variances),
            > MaxIds => Refuse("Maximum 100 orders", "107", variances),
            _ => CustomerAnswers.Cancels(ids.Select(id => (id, TryCancel(Own(id, user)))).ToList(), variances),
        };
    }

    private string? TryCancel(PanelOrder? order)
    {
        if (order is null)
        {
            return "Incorrect order ID";
        }

        if (!order.CanRequestCancel)
        {
            return order.OpenCancel is null ? "Cancel is not available for this order" : "Cancel is already requested";
        }

        panel.OpenCancel(order);
        return null;
    }

    private SandboxReply Add(SandboxRequest request, PanelUser user, Variances variances)
    {
        if (!int.TryParse(request.Find("service"), CultureInfo.InvariantCulture, out var serviceId)
            || !panel.Services.TryGetValue(serviceId, out var service))
        {
            return Refuse("Incorrect service ID", "105", variances);
        }

        var (order, error) = OrderPlacement.Place(panel, user, service, request);
        return order is null ? Refuse(error!, "107", variances) : CustomerAnswers.Placed(order, variances);
    }

    private PanelOrder? Own(string? id, PanelUser user) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && panel.Orders.TryGetValue(number, out var order) && order.User == user ? order : null;

    private RefillTask? OwnRefill(string? id, PanelUser user) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && panel.Refills.TryGetValue(number, out var task) && task.Order.User == user ? task : null;

    private static SandboxReply Refuse(string text, string code, Variances variances) =>
        CustomerAnswers.Error(text, code, variances, variances.HasFlag(Variances.HttpErrors) ? 400 : 200);
}
