using System.Globalization;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>Orders as the admin API shows and filters them.</summary>
internal static class AdminOrders
{
    public static SandboxReply List(Panel panel, SandboxRequest request, Variances variances)
    {
        var found = Find(panel, request);
        var page = Page.Of(request, found.Count);
        var items = page.Cut(found).ToList();
        return AdminAnswers.List("orders", page, items, (json, order) => Write(json, panel, order, variances, single: false));
    }

    public static SandboxReply One(Panel panel, string id, Variances variances)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !panel.Orders.TryGetValue(number, out var order))
        {
            return AdminAnswers.Error("Order not found.", 404, 404);
        }

        return AdminAnswers.Data((panel, order, variances), static (json, s) => Write(json, s.panel, s.order, s.variances, single: true));
    }

    public static SandboxReply Pull(Panel panel, SandboxRequest request, Variances variances)
    {
        var services = request.FindList("service_ids");
        var pulled = panel.OrdersByAge
            .Where(o => o.Status is OrderStatus.Pending && (services.Count == 0 || services.Contains(Text(o.Service.Id), StringComparer.Ordinal)))
            .Take(Math.Clamp(request.FindInt("limit", 100), 1, 1000))
            .ToList();
        foreach (var order in pulled)
        {
            order.Status = OrderStatus.Processing;
        }

        panel.Changed.Raise();
        return AdminAnswers.List("orders/pull", new Page(0, 1000, pulled.Count), pulled,
            (json, order) => Write(json, panel, order, variances, single: false));
    }

    private static List<PanelOrder> Find(Panel panel, SandboxRequest request)
    {
        IEnumerable<PanelOrder> found;
        if (request.Has("ids"))
        {
            found = request.FindList("ids")
                .Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? panel.Orders.GetValueOrDefault(number) : null)
                .OfType<PanelOrder>().Distinct();
        }
        else
        {
            // Newest first unless asked otherwise; "status" is known not to be honoured, only "order_status" is.
            found = request.Find("sort") is "date-asc" ? panel.OrdersByAge : panel.OrdersByAge.AsEnumerable().Reverse();
        }

        if (request.Find("user") is { Length: > 0 } user)
        {
            found = found.Where(o => o.User.Username.Equals(user, StringComparison.OrdinalIgnoreCase));
        }

        if (request.Find("order_status") is { Length: > 0 } status)
        {
            var words = status.Split(',');
            found = found.Where(o => words.Contains(StatusWords.Admin(o.Status), StringComparer.OrdinalIgnoreCase));
        }

        if (request.FindList("service_ids") is { Count: > 0 } services)
        {
            found = found.Where(o => services.Contains(Text(o.Service.Id), StringComparer.Ordinal));
        }

        found = Equal(found, request.Find("provider"), o => o.Provider);
        found = Equal(found, request.Find("link"), o => o.Link);
        found = Equal(found, request.Find("mode"), o => o.Mode);
        found = Equal(found, request.Find("creation_type"), o => o.CreationType);
        if (request.FindLong("created_from") is { } from)
        {
            found = found.Where(o => o.Created.ToUnixTimeSeconds() >= from);
        }

        if (request.FindLong("created_to") is { } to)
        {
            found = found.Where(o => o.Created.ToUnixTimeSeconds() <= to);
        }

        return found.ToList();
    }

    private static IEnumerable<PanelOrder> Equal(IEnumerable<PanelOrder> orders, string? wanted, Func<PanelOrder, string?> field) =>
        string.IsNullOrEmpty(wanted) ? orders : orders.Where(o => string.Equals(field(o), wanted, StringComparison.OrdinalIgnoreCase));

    private static void Write(Utf8JsonWriter json, Panel panel, PanelOrder order, Variances variances, bool single)
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        PanelJson.IdValue(json, order.Id, variances);
        json.WriteString("external_id", order.ExternalId);
        json.WriteString("user", order.User.Username);
        json.WriteString("creation_type", order.CreationType);
        PanelJson.Money(json, "charge", order.Charge, panel.Currency);
        json.WriteString("link", order.Link);
        if (order.StartCount is { } start && !variances.HasFlag(Variances.NullStartCount))
        {
            json.WriteNumber("start_count", start);
        }
        else
        {
            json.WriteNull("start_count");
        }

        json.WriteNumber("quantity", order.Quantity);
        json.WritePropertyName("service_id");
        PanelJson.IdValue(json, order.Service.Id, variances);
        json.WriteString("service_type", order.Service.Type.ToLowerInvariant().Replace(' ', '_'));
        json.WriteString("service_name", order.Service.Name);
        json.WriteString("status", order.StatusText ?? StatusWords.Admin(order.Status));
        json.WriteNumber("remains", order.Remains);
        json.WriteString("created", order.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        json.WriteNumber("created_timestamp", order.Created.ToUnixTimeSeconds());
        json.WriteString("mode", order.Mode);
        json.WriteString("ip", "203.0.113.9");
        json.WriteString("provider", order.Provider);
        if (single)
        {
            json.WriteString("last_update", panel.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        }

        json.WriteStartArray("order_buttons");
        json.WriteEndArray();
        json.WriteStartObject("actions");
        json.WriteBoolean("refill", order.CanRefill);
        json.WriteBoolean("resend", order.Status is OrderStatus.Fail);
        json.WriteBoolean("request_cancel", order.CanRequestCancel);
        json.WriteBoolean("cancel_and_refund", order.IsUnfinished || order.Status is OrderStatus.Fail);
        json.WriteBoolean("edit_link", order.IsUnfinished);
        json.WriteBoolean("set_partial", order.IsUnfinished);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
