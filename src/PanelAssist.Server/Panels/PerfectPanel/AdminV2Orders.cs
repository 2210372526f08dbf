using System.Globalization;
using System.Text.Json;
using PanelAssist.Engine.Orders;

namespace PanelAssist.Server.Panels.PerfectPanel;

/// <summary>Reads the admin API's order list and the result of its bulk calls.</summary>
internal static class AdminV2Orders
{
    /// <returns>
    /// One answer for each id asked; null in a place where the list was cut short before that id; null instead of
    /// the whole where the reply is no order list. Orders that were not asked for are never used.
    /// </returns>
    public static OrderAnswer?[]? Read(JsonElement reply, string[] ids, DateTimeOffset now)
    {
        if (List(reply) is not { } list)
        {
            return null;
        }

        var rows = new Dictionary<string, JsonElement>(ids.Length, StringComparer.Ordinal);
        var strangers = false;
        foreach (var row in list.EnumerateArray())
        {
            if (PanelJson.Text(PanelJson.Field(row, "id")) is { } id && Array.IndexOf(ids, id) >= 0)
            {
                rows.TryAdd(id, row);
            }
            else
            {
                strangers = true;
            }
        }

        var missing = strangers ? Missing.Untold : rows.Count > 0 && rows.Count < ids.Length && HasMore(reply, list.GetArrayLength()) ? Missing.CutShort : Missing.NotThere;
        return Array.ConvertAll(ids, id => rows.TryGetValue(id, out var row)
            ? ReadOrder(id, row, now) is { } order ? new OrderAnswer(id, order, null) : new OrderAnswer(id, null, PanelFault.Malformed)
            : missing switch
            {
                Missing.CutShort => null,
                Missing.NotThere => new OrderAnswer(id, null, PanelFault.Refused),
                Missing.Untold => new OrderAnswer(id, null, PanelFault.Malformed),
            });
    }

    public static JsonElement? List(JsonElement reply) => PanelJson.Field(reply, "data") switch
    {
        { ValueKind: JsonValueKind.Object } data when PanelJson.Field(data, "list") is { ValueKind: JsonValueKind.Array } list => list,
        // PHP writes an empty list object as [].
        { ValueKind: JsonValueKind.Array } list when PanelJson.Whole(PanelJson.Field(reply, "error_code")) is not null => list,
        _ => null,
    };

    /// <remarks>HTTP 200 and error code 0 come even when every row is refused, so the rows decide where there are any.</remarks>
    public static WriteAnswer[]? ReadBulkResult(JsonElement reply, string[] ids)
    {
        if (PanelJson.Whole(PanelJson.Field(reply, "error_code")) is null && PanelJson.Field(reply, "data") is null)
        {
            return null;
        }

        var data = PanelJson.Field(reply, "data");
        if (data is not { } found || (PanelJson.Field(found, "orders", "list") ?? found) is not { ValueKind: JsonValueKind.Array } rows || rows.GetArrayLength() == 0)
        {
            return Array.ConvertAll(ids, id => new WriteAnswer(id, "", null, null));
        }

        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var row in rows.EnumerateArray())
        {
            if (PanelJson.Text(PanelJson.Field(row, "id", "order_id", "order") ?? row) is { } id)
            {
                byId.TryAdd(id, row);
            }
        }

        return Array.ConvertAll(ids, id => !byId.TryGetValue(id, out var row)
            ? new WriteAnswer(id, null, PanelFault.OutcomeUnknown, "The panel's reply says nothing about this order.")
            : PanelErrors.Find(row) is { } error
                ? new WriteAnswer(id, null, PanelFault.Refused, PanelText.Clean(error))
                : new WriteAnswer(id, "", null, null));
    }

    private static Order? ReadOrder(string id, JsonElement row, DateTimeOffset now)
    {
        if (PanelJson.Text(PanelJson.Field(row, "status", "order_status")) is not { } status)
        {
            return null;
        }

        var actions = PanelJson.Field(row, "actions") ?? default;
        return new Order
        {
            Id = id,
            Status = OrderStatusNames.Read(status),
            StatusText = PanelText.Clean(status, maxLength: 40),
            Username = PanelJson.Text(PanelJson.Field(row, "user", "username")),
            ServiceId = PanelJson.Text(PanelJson.Field(row, "service_id")),
            ServiceName = PanelJson.Text(PanelJson.Field(row, "service_name")) is { } name ? PanelText.Clean(name, maxLength: 300) : null,
            Link = PanelJson.Text(PanelJson.Field(row, "link")) is { } link ? PanelText.Clean(link, maxLength: 2_000) : null,
            StartCount = PanelJson.Whole(PanelJson.Field(row, "start_count", "start_counter")),
            Remains = PanelJson.Whole(PanelJson.Field(row, "remains")),
            Quantity = PanelJson.Whole(PanelJson.Field(row, "quantity")),
            Charge = PanelJson.Amount(PanelJson.Field(row, "charge"), PanelJson.Text(PanelJson.Field(row, "currency"))),
            CreatedAt = Moment(row),
            Flags = new OrderFlags(PanelJson.Flag(PanelJson.Field(actions, "refill")), PanelJson.Flag(PanelJson.Field(actions, "request_cancel"))),
            ReadAt = now,
        };
    }

    // The text has no time zone; it is only better than nothing.
    private static DateTimeOffset? Moment(JsonElement row) =>
        PanelJson.Whole(PanelJson.Field(row, "created_timestamp")) is { } seconds and > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.TryParse(
                PanelJson.Text(PanelJson.Field(row, "created")),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var created)
                ? created
                : null;

    private static bool HasMore(JsonElement reply, int listed)
    {
        if (PanelJson.Field(reply, "pagination") is not { } pages)
        {
            return false;
        }

        return PanelJson.Whole(PanelJson.Field(pages, "total")) is { } total
            ? total > (PanelJson.Whole(PanelJson.Field(pages, "offset")) ?? 0) + listed
            : PanelJson.Text(PanelJson.Field(pages, "next_page_href")) is not null;
    }

    private enum Missing
    {
        /// <summary>The list is complete, so the order does not exist.</summary>
        NotThere,

        /// <summary>The list has further pages.</summary>
        CutShort,

        /// <summary>The panel ignored what was asked for and listed others: nothing can be said.</summary>
        Untold,
    }
}
