using System.Globalization;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>The admin API v2: key in a header, JSON in an envelope, most failures with HTTP 200.</summary>
internal sealed class AdminApi(Panel panel) : ICounterpart, IVaried
{
    private const string Root = "/adminapi/v2/";

    public string Name { get; } = CounterpartName.OfPanel(panel.Name);

    public SandboxReply Error(int status, string text, int? retryAfterSeconds) =>
        AdminAnswers.Error(text, status == 200 ? 100 : status, status, retryAfterSeconds);

    public ValueTask<SandboxReply> AnswerAsync(SandboxRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, Variances.None, cancellationToken);

    public ValueTask<SandboxReply> AnswerAsync(SandboxRequest request, Variances extra, CancellationToken cancellationToken)
    {
        if (!panel.Limit.TryEnter())
        {
            return new(Error(429, "Too many requests.", null));
        }

        if (panel.AdminKey.Length == 0 || request.ApiKey != panel.AdminKey)
        {
            return new(Error(401, "Invalid API key.", null));
        }

        var start = request.Path.IndexOf(Root, StringComparison.OrdinalIgnoreCase);
        var route = start < 0 ? "" : request.Path[(start + Root.Length)..].TrimEnd('/');
        lock (panel.Gate)
        {
            return new(Answer(request, route.Split('/'), panel.Variances | extra));
        }
    }

    private SandboxReply Answer(SandboxRequest request, string[] route, Variances variances) => (request.Method, route) switch
    {
        (_, _) when request.IsMalformed => AdminAnswers.Error("Bad request.", 100),
        ("GET", ["orders"]) => AdminOrders.List(panel, request, variances),
        ("GET", ["orders", var id]) => AdminOrders.One(panel, id, variances),
        ("POST", ["orders", "pull"]) => AdminOrders.Pull(panel, request, variances),
        ("POST", ["orders", "update"]) => Update(request, variances),
        ("POST", ["orders", "change-status"]) => ChangeStatus(request, variances),
        ("POST", ["orders", "resend"]) => EachOrder(request, variances, Resend),
        ("POST", ["orders", "request-cancel"]) => EachOrder(request, variances, RequestCancel),
        ("POST", ["orders", "cancel"]) => EachOrder(request, variances, Cancel),
        ("POST", ["orders", "set-partial"]) => SetPartial(request.Find("id") ?? request.Find("order_id"), request, variances),
        ("POST", ["orders", var id, "set-partial"]) => SetPartial(id, request, variances),
        ("POST", ["orders", var id, "edit-link"]) => EditLink(id, request, variances),
        ("POST", ["refill", "pull"]) => AdminTasks.PullRefills(panel, request, variances),
        ("POST", ["refill", "change-status"]) => AdminTasks.ChangeRefills(panel, request, variances),
        ("POST", ["cancel", "pull"]) => AdminTasks.PullCancels(panel, request, variances),
        ("POST", ["cancel", "reject"]) => AdminTasks.RejectCancels(panel, request, variances),
        ("GET", ["users"]) => AdminUsers.List(panel, request),
        ("POST", ["users", "add"]) => AdminUsers.Add(panel, request),
        ("GET", ["payments"]) => AdminUsers.Payments(panel, request),
        ("POST", ["payments", "add"]) => AdminUsers.Pay(panel, request),
        _ => AdminAnswers.Error("Page not found.", 100),
    };

    private SandboxReply Update(SandboxRequest request, Variances variances)
    {
        if (request.Json is not { ValueKind: JsonValueKind.Object } body
            || !body.TryGetProperty("orders", out var rows) || rows.ValueKind is not JsonValueKind.Array)
        {
            return AdminAnswers.Error("Orders is required.", 100);
        }

        var outcome = rows.EnumerateArray().Select(row => OrderUpdate.Apply(panel, row)).ToList();
        return AdminAnswers.Rows(outcome, variances);
    }

    private SandboxReply ChangeStatus(SandboxRequest request, Variances variances) =>
        StatusWords.TryParse(request.Find("status"), out var status)
            ? EachOrder(request, variances, order => OrderUpdate.SetStatus(panel, order, status))
            : AdminAnswers.Error("Status is invalid.", 100);

    private SandboxReply EachOrder(SandboxRequest request, Variances variances, Func<PanelOrder, string?> change)
    {
        var ids = request.FindList(panel.CancelField);
        if (ids.Count == 0)
        {
            return AdminAnswers.Error(string.Create(CultureInfo.InvariantCulture, $"{panel.CancelField} is required."), 100);
        }

        return AdminAnswers.Rows(ids.Select(id => FindOrder(id) is { } order
            ? new RowOutcome(id, change(order))
            : new RowOutcome(id, "Order not found.")).ToList(), variances);
    }

    private string? RequestCancel(PanelOrder order)
    {
        if (!order.CanRequestCancel)
        {
            return order.OpenCancel is null ? "Cancel request is not allowed" : "Cancel is already requested";
        }

        panel.OpenCancel(order);
        return null;
    }

    private string? Cancel(PanelOrder order)
    {
        if (!order.IsUnfinished && order.Status is not OrderStatus.Fail)
        {
            return "Cancel is not allowed";
        }

        panel.CancelAndRefund(order);
        return null;
    }

    private string? Resend(PanelOrder order)
    {
        if (order.Status is not OrderStatus.Fail)
        {
            return "Resend is not allowed";
        }

        order.Status = OrderStatus.Pending;
        panel.Changed.Raise();
        return null;
    }

    private SandboxReply SetPartial(string? id, SandboxRequest request, Variances variances)
    {
        if (FindOrder(id) is not { } order)
        {
            return AdminAnswers.Error("Order not found.", 404, 404);
        }

        var remains = request.FindInt("remains", -1);
        if (!order.IsUnfinished || remains < 0 || remains > order.Quantity)
        {
            return AdminAnswers.Error("Remains update is not allowed", 112);
        }

        panel.SetPartial(order, remains);
        return AdminOrders.One(panel, id!, variances);
    }

    private SandboxReply EditLink(string id, SandboxRequest request, Variances variances)
    {
        if (FindOrder(id) is not { } order)
        {
            return AdminAnswers.Error("Order not found.", 404, 404);
        }

        if (!request.Has("link"))
        {
            return AdminAnswers.Error("Link is required.", 100);
        }

        order.Link = request.Find("link")!;
        return AdminOrders.One(panel, id, variances);
    }

    private PanelOrder? FindOrder(string? id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? panel.Orders.GetValueOrDefault(number) : null;
}
