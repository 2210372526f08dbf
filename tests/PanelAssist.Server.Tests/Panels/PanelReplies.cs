using System.Globalization;
using System.Text.Json;

namespace PanelAssist.Server.Tests.Panels;

/// <summary>Replies in the common dialect.</summary>
internal static class PanelReplies
{
    public static string CustomerOrders(string[] ids) => ids.Length == 1
        ? """{"charge":"0.4100","start_count":"812","status":"In progress","remains":"95","currency":"EUR"}"""
        : "{" + string.Join(',', ids.Select(id => $$"""{{JsonSerializer.Serialize(id)}}:{"charge":"0.4100","start_count":"812","status":"In progress","remains":"95","currency":"EUR"}""")) + "}";

    public static string AdminOrders(IEnumerable<string> ids, int? total = null)
    {
        var rows = ids.Select(AdminOrder).ToArray();
        return $$"""
            {"data":{"count":{{rows.Length}},"list":[{{string.Join(',', rows)}}]},
             "pagination":{"prev_page_href":"","next_page_href":"","offset":0,"limit":100,"total":{{total ?? rows.Length}}},
             "error_message":"","error_code":0}
            """;
    }

    public static string AdminOrder(string id) => $$$"""
        {"id":{{{id.ToString(CultureInfo.InvariantCulture)}}},"external_id":"7719003","user":"ana","creation_type":"api",
         "charge":{"value":"0.90","currency_code":"USD","formatted":"$0.90"},"link":"https://example.org/ana",
         "start_count":null,"quantity":1000,"service_id":18,"service_name":"IG Followers [R30]","status":"in_progress",
         "remains":400,"created":"2026-01-04 10:11:12","created_timestamp":1767521472,
         "actions":{"refill":true,"request_cancel":false}}
        """;
}
