using System.Collections.Specialized;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Web;

namespace PanelAssist.Bench.Stubs;

/// <summary>A panel without limits: customer API v2 and the reading half of the admin API v2.</summary>
internal sealed class PanelStub(PanelJournal journal, PanelAnswers answers, TimeSpan delay)
{
    public const string CustomerPath = "/panel/bench/api/v2";
    private const string AdminPath = "/panel/bench/adminapi/v2";

    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith(AdminPath, StringComparison.Ordinal))
        {
            var started = Stopwatch.GetTimestamp();
            journal.Called();
            await WaitAsync(context);
            await Wire.JsonAsync(context, Admin(context, path.AsSpan(AdminPath.Length).TrimEnd('/')));
            KeepTime(context.Request.Query["ids"].ToString(), started);
            return true;
        }

        if (path.TrimEnd('/') == CustomerPath)
        {
            var started = Stopwatch.GetTimestamp();
            journal.Called();
            var form = await Wire.ReadTextAsync(context);
            await WaitAsync(context);
            var fields = HttpUtility.ParseQueryString(form.Length > 0 ? form : context.Request.QueryString.Value ?? "");
            await Wire.JsonAsync(context, Customer(fields));
            KeepTime(fields["order"] ?? fields["orders"] ?? "", started);
            return true;
        }

        return false;
    }

    private void KeepTime(string orders, long started)
    {
        if (journal.KeepTimes)
        {
            journal.Took(CollectionsMarshal.AsSpan(Ids(orders)), Stopwatch.GetTimestamp() - started);
        }
    }

    // The panel's own time is part of a job's latency but not of what a contender adds: see the rate mode.
    private Task WaitAsync(HttpContext context) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, TimeProvider.System, context.RequestAborted) : Task.CompletedTask;

    private string Admin(HttpContext context, ReadOnlySpan<char> route)
    {
        if (context.Request.Headers["X-Api-Key"] != BenchOrders.AdminKey)
        {
            return PanelAnswers.BadKey;
        }

        var query = context.Request.Query;
        if (route is "/orders")
        {
            return answers.AdminOrders(Ids(query["ids"].ToString()));
        }

        if (route is "/users")
        {
            return PanelAnswers.Users(BenchOrders.CustomerOfKey("key-" + query["username"].ToString()));
        }

        return route.StartsWith("/orders/", StringComparison.Ordinal) && long.TryParse(route[8..], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? answers.AdminOrder(id)
            : PanelAnswers.NotFound;
    }

    private string Customer(NameValueCollection fields)
    {
        var customer = BenchOrders.CustomerOfKey(fields["key"]);
        return (fields["action"], fields["orders"] ?? fields["refills"]) switch
        {
            ("status", null) => answers.Status(Id(fields["order"]), customer),
            ("status", { } orders) => answers.Statuses(Ids(orders), customer),
            ("refill", null) => answers.Refill(Id(fields["order"]), customer),
            ("refill", { } orders) => answers.Refills(Ids(orders), customer),
            ("refill_status", null) => answers.RefillStatus(Id(fields["refill"])),
            ("refill_status", { } refills) => answers.RefillStatuses(Ids(refills)),
            ("services", _) => PanelAnswers.Services,
            ("balance", _) => PanelAnswers.Balance,
            _ => """{"error":"Incorrect request"}""",
        };
    }

    private static long Id(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static List<long> Ids(string list)
    {
        var ids = new List<long>();
        foreach (var range in list.AsSpan().Split(','))
        {
            if (long.TryParse(list.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }
}
