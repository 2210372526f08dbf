using System.Text.Json;
using PanelAssist.Engine.Orders;

namespace PanelAssist.Server.Panels.CustomerApi;

/// <summary>Reads the replies to <c>refill</c>, <c>cancel</c> and <c>refill_status</c>, in which every id has its own outcome.</summary>
internal static class CustomerApiWrites
{
    /// <param name="field"><c>refill</c> or <c>cancel</c>: the name of the field that holds the outcome.</param>
    /// <returns>One answer for each id asked; an id the reply passes over may have been acted on.</returns>
    public static WriteAnswer[]? Read(JsonElement reply, string[] ids, string field)
    {
        if (Outcomes(reply, ids, "order", field) is not { } outcomes)
        {
            return null;
        }

        return Array.ConvertAll(ids, id => outcomes.TryGetValue(id, out var row)
            ? Judge(id, row, field)
            : new WriteAnswer(id, null, PanelFault.OutcomeUnknown, "The panel's reply says nothing about this order."));
    }

    public static WriteAnswer[]? ReadRefillStates(JsonElement reply, string[] refillIds)
    {
        if (Outcomes(reply, refillIds, "refill", "status") is not { } outcomes)
        {
            return null;
        }

        return Array.ConvertAll(refillIds, id =>
        {
            if (!outcomes.TryGetValue(id, out var row))
            {
                return new WriteAnswer(id, null, PanelFault.Refused, "The panel does not know this refill.");
            }

            var status = row.ValueKind is JsonValueKind.Object ? PanelJson.Field(row, "status") : row;
            return Refusal(row, status) is { } refusal
                ? new WriteAnswer(id, null, PanelFault.Refused, refusal)
                : PanelJson.Text(status) is { } text
                    ? new WriteAnswer(id, RefillTaskStates.Read(text).DisplayName(), null, null)
                    : new WriteAnswer(id, null, PanelFault.Malformed, null);
        });
    }

    private static WriteAnswer Judge(string id, JsonElement row, string field)
    {
        var value = row.ValueKind is JsonValueKind.Object ? PanelJson.Field(row, field) : row;
        if (Refusal(row, value) is { } refusal)
        {
            return new WriteAnswer(id, null, PanelFault.Refused, refusal);
        }

        return value switch
        {
            { ValueKind: JsonValueKind.True } => new WriteAnswer(id, "", null, null),
            { ValueKind: JsonValueKind.False } => new WriteAnswer(id, null, PanelFault.Refused, null),
            { ValueKind: JsonValueKind.Number or JsonValueKind.String } => Judge(id, PanelJson.Text(value), field),
            null when row.ValueKind is JsonValueKind.Object && SaysSuccess(row) => new WriteAnswer(id, "", null, null),
            _ => new WriteAnswer(id, null, PanelFault.OutcomeUnknown, "The panel's reply says nothing clear about this order."),
        };
    }

    // For a refill the scalar is its id; for a cancellation 1 means accepted.
    private static WriteAnswer Judge(string id, string? text, string field) => text switch
    {
        null => new WriteAnswer(id, null, PanelFault.OutcomeUnknown, "The panel's reply is empty for this order."),
        "0" or "-1" => new WriteAnswer(id, null, PanelFault.Refused, null),
        "1" when field == "cancel" => new WriteAnswer(id, "", null, null),
        _ when IsReference(text) => new WriteAnswer(id, text, null, null),
        _ when text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("success", StringComparison.OrdinalIgnoreCase) =>
            new WriteAnswer(id, "", null, null),
        // Words where an id belongs: an error row without its wrapper.
        _ => new WriteAnswer(id, null, PanelFault.Refused, PanelText.Clean(text)),
    };

    private static bool IsReference(string text) =>
        text.Length <= 64 && text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static string? Refusal(JsonElement row, JsonElement? value)
    {
        var error = PanelErrors.Find(row) ?? (value is { } inner ? PanelErrors.Find(inner) : null);
        return error is null ? null : PanelText.Clean(error);
    }

    private static bool SaysSuccess(JsonElement row) =>
        PanelJson.Field(row, "status", "success") is { } status
        && (PanelJson.Flag(status) is true || string.Equals(PanelJson.Text(status), "success", StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, JsonElement>? Outcomes(JsonElement reply, string[] ids, string idField, string valueField)
    {
        var found = new Dictionary<string, JsonElement>(ids.Length, StringComparer.Ordinal);
        if (reply.ValueKind is JsonValueKind.Array)
        {
            foreach (var row in reply.EnumerateArray())
            {
                if (PanelJson.Text(PanelJson.Field(row, idField, "id")) is { } id)
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

        // {"canceled":[71,72]}: those are done, the others are not mentioned.
        if (PanelJson.Field(reply, "canceled", "cancelled") is { ValueKind: JsonValueKind.Array } done)
        {
            using var yes = JsonDocument.Parse("true");
            foreach (var id in done.EnumerateArray().Select(item => PanelJson.Text(item)).OfType<string>())
            {
                found.TryAdd(id, yes.RootElement.Clone());
            }

            return found;
        }

        if (ids is [var only] && (PanelJson.Field(reply, valueField) is not null || SaysSuccess(reply)))
        {
            found[only] = reply;
            return found;
        }

        foreach (var id in ids)
        {
            if (reply.TryGetProperty(id, out var row))
            {
                found.TryAdd(id, row);
            }
        }

        return found.Count > 0 ? found : null;
    }
}
