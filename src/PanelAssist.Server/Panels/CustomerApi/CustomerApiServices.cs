using System.Net;
using System.Text.Json;
using PanelAssist.Engine.Replies;

namespace PanelAssist.Server.Panels.CustomerApi;

/// <summary>Reads the reply to <c>action=services</c>.</summary>
internal static class CustomerApiServices
{
    private const int MaxName = 300;

    public static ServiceEntry[]? Read(JsonElement reply)
    {
        if (reply.ValueKind is JsonValueKind.Array)
        {
            return [.. reply.EnumerateArray().Select(ReadOne).OfType<ServiceEntry>()];
        }

        // SmartPanel's way to say that there are none: {"status":"success","data":"Empty Data"}.
        return PanelJson.Field(reply, "data") switch
        {
            { ValueKind: JsonValueKind.String } => [],
            { ValueKind: JsonValueKind.Array } list => Read(list),
            _ => null,
        };
    }

    private static ServiceEntry? ReadOne(JsonElement row)
    {
        var id = PanelJson.Text(PanelJson.Field(row, "service", "id"));
        var name = PanelJson.Text(PanelJson.Field(row, "name"));
        if (id is null || name is null)
        {
            return null;
        }

        var line = new ServiceLine(
            PanelText.Clean(id, maxLength: 40),
            Plain(name),
            PanelJson.Amount(PanelJson.Field(row, "rate"), PanelJson.Text(PanelJson.Field(row, "currency"))),
            PanelJson.Whole(PanelJson.Field(row, "min")),
            PanelJson.Whole(PanelJson.Field(row, "max")),
            PanelJson.Flag(PanelJson.Field(row, "refill")));
        return new ServiceEntry(line, Plain(PanelJson.Text(PanelJson.Field(row, "category")) ?? ""));
    }

    // Names come escaped for HTML, often twice.
    private static string Plain(string text) => PanelText.Clean(WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)), maxLength: MaxName);
}
