using System.Globalization;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>Refill and cancel tasks for the admin: taking those that wait, and settling them.</summary>
internal static class AdminTasks
{
    public static SandboxReply PullRefills(Panel panel, SandboxRequest request, Variances variances)
    {
        var pulled = Pull(panel.Refills.Values, request, t => t.State, t => t.Order);
        foreach (var task in pulled)
        {
            panel.Move(task, TaskState.InProgress);
        }

        return AdminAnswers.List("refill/pull", new Page(0, 1000, pulled.Count), pulled,
            (json, task) => Write(json, task.Id, task.Order, task.State, task.Created, variances, remains: false));
    }

    public static SandboxReply PullCancels(Panel panel, SandboxRequest request, Variances variances)
    {
        var pulled = Pull(panel.Cancels.Values, request, t => t.State, t => t.Order);
        foreach (var task in pulled)
        {
            panel.Move(task, TaskState.InProgress);
        }

        return AdminAnswers.List("cancel/pull", new Page(0, 1000, pulled.Count), pulled,
            (json, task) => Write(json, task.Id, task.Order, task.State, task.Created, variances, remains: true));
    }

    public static SandboxReply ChangeRefills(Panel panel, SandboxRequest request, Variances variances)
    {
        if (!StatusWords.TryParseTask(request.Find("status"), out var state))
        {
            return AdminAnswers.Error("Status is invalid.", 100);
        }

        return Each(request, variances, id =>
        {
            if (!panel.Refills.TryGetValue(id, out var task))
            {
                return "Refill not found";
            }

            panel.Move(task, state);
            return null;
        });
    }

    // The one known client does not tell whether it sends the task's or the order's id: both are taken.
    public static SandboxReply RejectCancels(Panel panel, SandboxRequest request, Variances variances) =>
        Each(request, variances, id =>
        {
            var task = panel.Cancels.GetValueOrDefault(id) ?? panel.Orders.GetValueOrDefault(id)?.OpenCancel;
            if (task is null)
            {
                return "Cancel request not found";
            }

            panel.Move(task, TaskState.Rejected);
            return null;
        });

    private static SandboxReply Each(SandboxRequest request, Variances variances, Func<long, string?> change)
    {
        var ids = request.FindList("ids") is { Count: > 0 } many ? many : request.FindList("id");
        return ids.Count == 0
            ? AdminAnswers.Error("ids is required.", 100)
            : AdminAnswers.Rows(ids.Select(id => new RowOutcome(id,
                long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? change(number) : "Id is invalid")).ToList(), variances);
    }

    private static List<T> Pull<T>(IEnumerable<T> tasks, SandboxRequest request, Func<T, TaskState> state, Func<T, PanelOrder> order)
    {
        var services = request.FindList("service_ids");
        return tasks
            .Where(t => state(t) is TaskState.Pending
                && (services.Count == 0 || services.Contains(order(t).Service.Id.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)))
            .Take(Math.Clamp(request.FindInt("limit", 100), 1, 1000))
            .ToList();
    }

    private static void Write(Utf8JsonWriter json, long id, PanelOrder order, TaskState state, DateTimeOffset created, Variances variances, bool remains)
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        PanelJson.IdValue(json, id, variances);
        json.WritePropertyName("order_id");
        PanelJson.IdValue(json, order.Id, variances);
        json.WriteString("user", order.User.Username);
        json.WritePropertyName("service_id");
        PanelJson.IdValue(json, order.Service.Id, variances);
        json.WriteString("link", order.Link);
        json.WriteString("external_id", order.ExternalId);
        json.WriteString("provider", order.Provider);
        json.WriteString("status", StatusWords.AdminTask(state));
        if (remains)
        {
            json.WriteNumber("remains", order.Remains);
        }

        json.WriteString("created", created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        json.WriteNumber("created_timestamp", created.ToUnixTimeSeconds());
        json.WriteEndObject();
    }
}
