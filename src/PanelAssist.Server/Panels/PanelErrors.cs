using System.Text.Json;

namespace PanelAssist.Server.Panels;

/// <summary>Finds a panel's "no" in its reply. Panels say it in many shapes and mostly with HTTP 200.</summary>
internal static class PanelErrors
{
    /// <summary>What the panel says is wrong; null where the reply is no error.</summary>
    /// <param name="failedStatus">The HTTP status is an error too, so that a mere message is one.</param>
    public static string? Find(JsonElement reply, bool failedStatus = false)
    {
        if (reply.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (PanelJson.Field(reply, "error") is { } error && Describe(error) is { } described)
        {
            return described.Length > 0 ? described : Message(reply) ?? "error";
        }

        // The admin API's envelope. 200 stands for "fine" in some of its routes.
        if (PanelJson.Whole(PanelJson.Field(reply, "error_code")) is { } code and not (0 or 200))
        {
            return Message(reply) ?? $"error {code}";
        }

        if (PanelJson.Field(reply, "success")?.ValueKind is JsonValueKind.False)
        {
            return Message(reply) ?? "success: false";
        }

        return PanelJson.Field(reply, "status") switch
        {
            { ValueKind: JsonValueKind.False } => Message(reply) ?? "status: false",
            { ValueKind: JsonValueKind.String } status when SaysNo(status.GetString()!) && !LooksLikeOrder(reply) && Message(reply) is { } message => message,
            _ => failedStatus ? Message(reply) : null,
        };
    }

    /// <summary>A key that is wrong, revoked or missing.</summary>
    public static bool IsAboutKey(string error, JsonElement reply) =>
        error.Contains("api key", StringComparison.OrdinalIgnoreCase)
        || error.Contains("apikey", StringComparison.OrdinalIgnoreCase)
        || error.Contains("api_key", StringComparison.OrdinalIgnoreCase)
        || error.Contains("invalid key", StringComparison.OrdinalIgnoreCase)
        || error.Contains("bad_auth", StringComparison.OrdinalIgnoreCase)
        || error.Contains("unauthorized", StringComparison.OrdinalIgnoreCase)
        || error.Contains("unauthenticated", StringComparison.OrdinalIgnoreCase)
        || PanelJson.Text(PanelJson.Field(reply, "status")) is "102" or "103";

    /// <summary>Says that one order is not there, rather than that the API is not to be used.</summary>
    public static bool IsAboutOrder(string? error) => error?.Contains("order", StringComparison.OrdinalIgnoreCase) is true;

    public static bool IsAboutRate(string error) =>
        error.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
        || error.Contains("too many requests", StringComparison.OrdinalIgnoreCase);

    private static bool SaysNo(string status) =>
        status.Equals("fail", StringComparison.OrdinalIgnoreCase)
        || status.Equals("failed", StringComparison.OrdinalIgnoreCase)
        || status.Equals("error", StringComparison.OrdinalIgnoreCase)
        || status.Equals("false", StringComparison.OrdinalIgnoreCase);

    // "Fail" and "Error" are also states of an order.
    private static bool LooksLikeOrder(JsonElement reply) =>
        PanelJson.Field(reply, "charge", "remains", "start_count", "start_counter", "order") is not null;

    // Empty: an error without words of its own.
    private static string? Describe(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => PanelJson.Text(error),
        JsonValueKind.Object => Message(error) ?? "",
        JsonValueKind.Array => error.GetArrayLength() == 0 ? null : PanelJson.Text(error[0]) ?? "",
        JsonValueKind.Number => PanelJson.Whole(error) is 0 ? null : "error " + error.GetRawText(),
        JsonValueKind.True => "",
        _ => null,
    };

    private static string? Message(JsonElement reply) =>
        PanelJson.Text(PanelJson.Field(reply, "error_message"))
        ?? PanelJson.Text(PanelJson.Field(reply, "message"))
        ?? PanelJson.Text(PanelJson.Field(reply, "msg"))
        ?? (PanelJson.Field(reply, "data") is { ValueKind: JsonValueKind.Object } data
            ? PanelJson.Text(PanelJson.Field(data, "message")) ?? PanelJson.Text(PanelJson.Field(data, "msg"))
            : null);
}
