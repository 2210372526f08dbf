using System.Globalization;
using System.Text;

namespace PanelAssist.Bench.Stubs;

/// <summary>The panel's replies in the wire shapes of the customer API v2 and the admin API v2.</summary>
internal sealed class PanelAnswers(PanelJournal journal, DateTimeOffset ordersPlacedAt)
{
    private readonly string _created = ordersPlacedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    private readonly long _createdUnix = ordersPlacedAt.ToUnixTimeSeconds();

    public const string WrongOrder = """{"error":"Incorrect order ID"}""";

    public string Status(long order, int? customer) =>
        MaySee(order, customer) ? StatusObject(order) : WrongOrder;

    public string Statuses(IEnumerable<long> orders, int? customer) =>
        "{" + string.Join(',', orders.Select(order => string.Create(CultureInfo.InvariantCulture, $"\"{order}\":{Status(order, customer)}"))) + "}";

    public string Refill(long order, int? customer) =>
        MaySee(order, customer) ? string.Create(CultureInfo.InvariantCulture, $$"""{"refill":"{{Refilled(order)}}"}""") : WrongOrder;

    public string Refills(IEnumerable<long> orders, int? customer) =>
        "[" + string.Join(',', orders.Select(order => MaySee(order, customer)
            ? string.Create(CultureInfo.InvariantCulture, $$"""{"order":{{order}},"refill":{{Refilled(order)}}}""")
            : string.Create(CultureInfo.InvariantCulture, $$"""{"order":{{order}},"refill":{{WrongOrder}} }"""))) + "]";

    public string RefillStatus(long refill) =>
        journal.WasRefilled(refill) ? """{"status":"In progress"}""" : """{"error":"Refill not found"}""";

    public string RefillStatuses(IEnumerable<long> refills) =>
        "[" + string.Join(',', refills.Select(refill => journal.WasRefilled(refill)
            ? string.Create(CultureInfo.InvariantCulture, $$"""{"refill":{{refill}},"status":"In progress"}""")
            : string.Create(CultureInfo.InvariantCulture, $$"""{"refill":{{refill}},"status":{"error":"Refill not found"} }"""))) + "]";

    public string AdminOrders(IReadOnlyList<long> ids)
    {
        var known = ids.Where(BenchOrders.Exists).ToArray();
        var text = new StringBuilder(64 + (known.Length * 640));
        text.Append(CultureInfo.InvariantCulture, $$"""{"data":{"count":{{known.Length}},"list":[""");
        for (var i = 0; i < known.Length; i++)
        {
            text.Append(i == 0 ? "" : ",");
            AppendAdminOrder(text, known[i]);
        }

        return text.Append(CultureInfo.InvariantCulture,
            $$"""]},"pagination":{"prev_page_href":"","next_page_href":"","offset":0,"limit":100,"total":{{known.Length}}},"error_message":"","error_code":0}""").ToString();
    }

    public string AdminOrder(long id)
    {
        if (!BenchOrders.Exists(id))
        {
            return NotFound;
        }

        var text = new StringBuilder(768).Append("""{"data":""");
        AppendAdminOrder(text, id);
        return text.Append(""","error_message":"","error_code":0}""").ToString();
    }

    public static string Users(int? customer) => customer is { } n
        ? string.Create(CultureInfo.InvariantCulture, $$$"""{"data":{"count":1,"list":[{"id":{{{n + 1}}},"username":"u{{{n}}}","email":"u{{{n}}}@example.org","balance":{"value":"100.00","currency_code":"USD","formatted":"$100.00"},"custom_rates":[]}]},"pagination":{"prev_page_href":"","next_page_href":"","offset":0,"limit":100,"total":1},"error_message":"","error_code":0}""")
        : """{"data":{"count":0,"list":[]},"pagination":{"prev_page_href":"","next_page_href":"","offset":0,"limit":100,"total":0},"error_message":"","error_code":0}""";

    public const string NotFound = """{"data":[],"error_message":"Page not found.","error_code":100}""";
    public const string BadKey = """{"data":[],"error_message":"Invalid API key","error_code":401}""";
    public const string Services = """[{"service":18,"name":"IG Followers [R30]","type":"Default","category":"Instagram","rate":"0.90","min":"10","max":"100000","dripfeed":false,"refill":true,"cancel":true}]""";
    public const string Balance = """{"balance":"100.0000","currency":"USD"}""";

    private bool MaySee(long order, int? customer)
    {
        if (!BenchOrders.Exists(order))
        {
            return false;
        }

        if (customer is null || customer == BenchOrders.OwnerOf(order))
        {
            return true;
        }

        journal.AskedByStranger();
        return false;
    }

    private long Refilled(long order)
    {
        journal.Refilled(order);
        return order;
    }

    private static string StatusObject(long order) => BenchOrders.IsCompleted(order)
        ? """{"charge":"0.9000","start_count":"812","status":"Completed","remains":"0","currency":"USD"}"""
        : """{"charge":"0.9000","start_count":"812","status":"In progress","remains":"400","currency":"USD"}""";

    private void AppendAdminOrder(StringBuilder text, long id)
    {
        var completed = BenchOrders.IsCompleted(id);
        var mayRefill = completed && !journal.WasRefilled(id) ? "true" : "false";
        var running = completed ? "false" : "true";
        text.Append(CultureInfo.InvariantCulture, $$"""{"id":{{id}},"external_id":"{{id + 5_000_000_000}}","user":"u{{BenchOrders.OwnerOf(id)}}","creation_type":"api","charge":{"value":"0.90","currency_code":"USD","formatted":"$0.90"}""");
        text.Append(CultureInfo.InvariantCulture, $$""","link":"https://example.org/p/{{id}}","start_count":812,"quantity":1000,"service_id":18,"service_type":"default","service_name":"IG Followers [R30]" """);
        text.Append(CultureInfo.InvariantCulture, $$""","status":"{{(completed ? "completed" : "in_progress")}}","remains":{{(completed ? 0 : 400)}},"created":"{{_created}}","created_timestamp":{{_createdUnix}},"mode":"auto","ip":"203.0.113.9","provider":"bulkpeer.example","order_buttons":[]""");
        text.Append(CultureInfo.InvariantCulture, $$$""","actions":{"refill":{{{mayRefill}}},"resend":false,"request_cancel":{{{running}}},"cancel_and_refund":{{{running}}},"edit_link":false,"set_partial":{{{running}}} } }""");
    }
}
