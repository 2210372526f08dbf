using System.Text.Json;

namespace PanelAssist.Server.Panels.PerfectPanel;

/// <summary>Reads the admin API's user list.</summary>
internal static class AdminV2Users
{
    public static PanelUser[]? Read(JsonElement reply) => AdminV2Orders.List(reply) is { } list
        ? [.. list.EnumerateArray().Select(ReadOne).OfType<PanelUser>()]
        : null;

    private static PanelUser? ReadOne(JsonElement row) => PanelJson.Text(PanelJson.Field(row, "username")) is { } username
        ? new PanelUser(
            username,
            PanelJson.Text(PanelJson.Field(row, "email")),
            PanelJson.Amount(PanelJson.Field(row, "balance"), PanelJson.Text(PanelJson.Field(row, "currency", "currency_code"))))
        : null;
}
