using System.Text.Json;
using PanelAssist.Engine.Orders;

namespace PanelAssist.Server.Panels.CustomerApi;

/// <summary>Reads the reply to <c>action=status</c>: an object keyed by id, rows, or a single order.</summary>
internal static class CustomerApiOrders
{
    /// <returns>One answer for each id asked, nothing for others; null where the reply is no answer to the question.</returns>
    public static OrderAnswer?[]? Read(JsonElement reply, string[] ids, DateTimeOffset now)
    {
        var byId = ById(reply, ids);
        return byId is null
            ? null
            : Array.ConvertAll(ids, id => byId.TryGetValue(id, out var value) ? ReadOne(id, value, now) : new OrderAnswer(id, null, PanelFault.Refused));
    }

    private static OrderAnswer ReadOne(string id, JsonElement value, DateTimeOffset now) => value.ValueKind switch
    {
        // Some panels put the error's text where the order would be.
        JsonValueKind.String or JsonValueKind.Null or JsonValueKind.False => new OrderAnswer(id, null, PanelFault.Refused),
        JsonValueKind.Object when PanelErrors.Find(value) is not null => new OrderAnswer(id, null, PanelFault.Refused),
        JsonValueKind.Object when ReadOrder(id, value, now) is { } order => new OrderAnswer(id, order, null),
        _ => new OrderAnswer(id, null, PanelFault.Malformed),
    };

    private static Order? ReadOrder(string id, JsonElement value, DateTimeOffset now)
    {
        if (PanelJson.Text(PanelJson.Field(value, "status")) is not { } status)
        {
            return null;
        }

        return new Order
        {
            Id = id,
            Status = OrderStatusNames.Read(status),
            StatusText = PanelText.Clean(status, maxLength: 40),
            ServiceId = PanelJson.Text(PanelJson.Field(value, "service", "service_id")),
            StartCount = PanelJson.Whole(PanelJson.Field(value, "start_count", "start_counter")),
            Remains = PanelJson.Whole(PanelJson.Field(value, "remains")),
            Quantity = PanelJson.Whole(PanelJson.Field(value, "quantity")),
            Charge = PanelJson.Amount(PanelJson.Field(value, "charge"), PanelJson.Text(PanelJson.Field(value, "currency"))),
            ReadAt = now,
        };
    }

    private static Dictionary<string, JsonElement>? ById(JsonElement reply, string[] ids)
    {
        var found = new Dictionary<string, JsonElement>(ids.Length, StringComparer.Ordinal);
        if (reply.ValueKind is JsonValueKind.Array)
        {
            // PHP writes an empty object as [].
            foreach (var row in reply.EnumerateArray())
            {
                if (PanelJson.Text(PanelJson.Field(row, "order", "id")) is { } id)
                {
                    found.TryAdd(id, row);
                }
            }

            return found;
        }

        if (reply.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (ids is [var only] && PanelJson.Field(reply, "status") is { ValueKind: JsonValueKind.String or JsonValueKind.Number })
        {
            // The single form: an id in it must be the one asked for.
            if (PanelJson.Text(PanelJson.Field(reply, "order")) is not { } stated || stated == only)
            {
                found[only] = reply;
            }

            return found;
        }

        var looksKeyed = true;
        foreach (var property in reply.EnumerateObject())
        {
            found.TryAdd(property.Name, property.Value);
            looksKeyed &= property.Name.Any(char.IsAsciiDigit);
        }

        // An empty object may stand for a list in which every id is unknown, but not for a single order.
        return ids.Any(found.ContainsKey) || (looksKeyed && (ids.Length > 1 || found.Count > 0)) ? found : null;
    }
}
