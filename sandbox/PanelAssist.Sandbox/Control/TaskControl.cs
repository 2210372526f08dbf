using PanelAssist.Sandbox.Panels;

namespace PanelAssist.Sandbox.Control;

/// <summary>Control over refill and cancel tasks: list them, wait for them, settle them.</summary>
internal static class TaskControl
{
    public static void MapTaskControl(this WebApplication app, PanelBook panels)
    {
        app.MapGet("/_control/panels/{name}/refills", Answer.Of(http => ListAsync(http, panels, p => p.Refills.Count,
            p => p.Refills.Values.Select(t => new { t.Id, orderId = t.Order.Id, status = StatusWords.AdminTask(t.State), t.Created }))));
        app.MapGet("/_control/panels/{name}/cancels", Answer.Of(http => ListAsync(http, panels, p => p.Cancels.Count,
            p => p.Cancels.Values.Select(t => new { t.Id, orderId = t.Order.Id, status = StatusWords.AdminTask(t.State), t.Created }))));
        app.MapPost("/_control/panels/{name}/refills/{id}/{verb}", PanelControl.In(panels, (http, panel) =>
        {
            if (!panel.Refills.TryGetValue(http.RouteLong("id"), out var task))
            {
                return Answer.Missing("The refill task");
            }

            if (State(http.Route("verb")) is not { } state)
            {
                return Answer.Bad("Use start, complete, reject, cancel or fail.");
            }

            panel.Move(task, state);
            return Answer.Ok(new { task.Id, orderId = task.Order.Id, status = StatusWords.AdminTask(state) });
        }));
        app.MapPost("/_control/panels/{name}/cancels/{id}/{verb}", PanelControl.In(panels, (http, panel) =>
        {
            if (!panel.Cancels.TryGetValue(http.RouteLong("id"), out var task))
            {
                return Answer.Missing("The cancel task");
            }

            if (State(http.Route("verb")) is not { } state)
            {
                return Answer.Bad("Use start, complete, reject, cancel or fail.");
            }

            panel.Move(task, state);
            return Answer.Ok(new { task.Id, orderId = task.Order.Id, status = StatusWords.AdminTask(state), task.Order.User.Balance });
        }));
    }

    private static async Task<IResult> ListAsync<T>(HttpContext http, PanelBook panels, Func<Panel, int> count, Func<Panel, IEnumerable<T>> list)
    {
        if (panels.Find(http.Route("name")) is not { } panel)
        {
            return Answer.Missing("The panel");
        }

        var waitFor = http.QueryLong("waitFor", 0);
        await panel.Changed.WaitAsync(() => Count() >= waitFor, http.WaitTime(), http.RequestAborted);
        lock (panel.Gate)
        {
            return Answer.Ok(new { items = list(panel).ToList() });
        }

        int Count()
        {
            lock (panel.Gate)
            {
                return count(panel);
            }
        }
    }

    private static TaskState? State(string verb) => verb switch
    {
        "start" => TaskState.InProgress,
        "complete" => TaskState.Completed,
        "reject" => TaskState.Rejected,
        "cancel" => TaskState.Canceled,
        "fail" => TaskState.Error,
        _ => null,
    };
}
