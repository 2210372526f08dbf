using System.Globalization;
using System.Text.Json;

namespace PanelAssist.Sandbox.Panels;

/// <summary>Changes an admin makes to one order; null means done, a text is the refusal.</summary>
internal static class OrderUpdate
{
    public static RowOutcome Apply(Panel panel, JsonElement row)
    {
        if (row.ValueKind is not JsonValueKind.Object || Text(row, "id") is not { } id)
        {
            return new RowOutcome("", "Id is required");
        }

        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !panel.Orders.TryGetValue(number, out var order))
        {
            return new RowOutcome(id, "Order not found.");
        }

        if (int.TryParse(Text(row, "start_count"), CultureInfo.InvariantCulture, out var start))
        {
            order.StartCount = start;
        }

        var status = order.Status;
        if (Text(row, "status") is { } word && !StatusWords.TryParse(word, out status))
        {
            return new RowOutcome(id, "Status is invalid");
        }

        if (int.TryParse(Text(row, "remains"), CultureInfo.InvariantCulture, out var remains))
        {
            if (remains < 0 || remains > order.Quantity)
            {
                return new RowOutcome(id, "Remains update is not allowed");
            }

            order.Remains = remains;
        }

        return new RowOutcome(id, status == order.Status ? Touch(panel) : SetStatus(panel, order, status));
    }

    public static string? SetStatus(Panel panel, PanelOrder order, OrderStatus status)
    {
        if (status is OrderStatus.Canceled)
        {
            if (!order.IsUnfinished && order.Status is not OrderStatus.Fail)
            {
                return "Status update is not allowed";
            }

            panel.CancelAndRefund(order);
            return null;
        }

        if (status is OrderStatus.Partial)
        {
            panel.SetPartial(order, order.Remains);
            return null;
        }

        order.Status = status;
        order.Remains = status is OrderStatus.Completed ? 0 : order.Remains;
        return Touch(panel);
    }

    private static string? Touch(Panel panel)
    {
        panel.Changed.Raise();
        return null;
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;
}
