using System.Text.Json;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Panels.CustomerApi;

namespace PanelAssist.Server.Tests.Panels;

public sealed class CustomerApiReplyTests
{
    [Theory]
    [InlineData("common", 410_000, 812, 95, "EUR")]
    [InlineData("numbers", 410_000, 812, 95, "EUR")]
    [InlineData("with-order-field", 410_000, 812, 95, "EUR")]
    [InlineData("start-counter", 278_190, 812, 95, "VND")]
    [InlineData("nulls", 410_000, null, null, "")]
    [InlineData("empty-texts", 410_000, null, null, "EUR")]
    [InlineData("unknown-remains", 410_000, 812, null, "USD")]
    [InlineData("rows", 410_000, 812, 95, "EUR")]
    [InlineData("drip-feed", null, null, null, null)]
    public void Every_dialect_of_a_status_reply_reads_the_same(string payload, int? micros, int? startCount, int? remains, string? currency)
    {
        var answer = Read(Payload("status-" + payload), "71", "72")[0];
        Assert.Null(answer!.Fault);
        Assert.Equal(OrderStatus.InProgress, answer.Order!.Status);
        Assert.Equal(micros is { } amount ? new Money(amount, currency!) : null, answer.Order.Charge);
        Assert.Equal(((long?)startCount, (long?)remains), (answer.Order.StartCount, answer.Order.Remains));
    }

    [Theory]
    [InlineData("""{"71":{"error":"Incorrect order ID"}}""")]
    [InlineData("""{"71":"Incorrect order ID"}""")]
    [InlineData("""{"72":{"status":"Pending"}}""")]
    [InlineData("""{"71":null,"72":{"status":"Pending"}}""")]
    [InlineData("""{"71":{"status":false,"msg":"none"}}""")]
    [InlineData("[]")]
    public void An_order_the_panel_does_not_know_is_refused(string reply) => Assert.Equal(PanelFault.Refused, Read(reply, "71", "72")[0]!.Fault);

    [Theory]
    [InlineData("""{"71":{"charge":"0.41"}}""")]
    [InlineData("""{"71":{"status":{}}}""")]
    [InlineData("""{"71":5}""")]
    public void Half_an_order_is_no_order(string reply) => Assert.Equal(PanelFault.Malformed, Read(reply, "71", "72")[0]!.Fault);

    [Theory]
    [InlineData("""{"welcome":"to our API"}""")]
    [InlineData("5")]
    [InlineData("\"ok\"")]
    public void A_reply_to_something_else_is_no_answer(string reply) => Assert.Null(CustomerApiOrders.Read(Json(reply), ["71", "72"], default));

    [Fact]
    public void The_order_in_a_single_reply_must_be_the_one_asked_for() =>
        Assert.Equal(PanelFault.Refused, Read("""{"order":99,"status":"Completed"}""", "71")[0]!.Fault);

    [Theory]
    [InlineData("Pending", OrderStatus.Pending)]
    [InlineData("Awaiting", OrderStatus.Pending)]
    [InlineData("In progress", OrderStatus.InProgress)]
    [InlineData("Inprogress", OrderStatus.InProgress)]
    [InlineData("in_progress", OrderStatus.InProgress)]
    [InlineData("IN PROGRESS", OrderStatus.InProgress)]
    [InlineData("Processing", OrderStatus.Processing)]
    [InlineData("Completed", OrderStatus.Completed)]
    [InlineData("Success", OrderStatus.Completed)]
    [InlineData("Partial", OrderStatus.Partial)]
    [InlineData("Canceled", OrderStatus.Canceled)]
    [InlineData("Cancelled", OrderStatus.Canceled)]
    [InlineData("Refunded", OrderStatus.Refunded)]
    [InlineData("Error", OrderStatus.Failed)]
    [InlineData("Fail", OrderStatus.Failed)]
    [InlineData("Failed", OrderStatus.Failed)]
    [InlineData("Refill", OrderStatus.Unknown)]
    public void Every_spelling_of_a_state_is_known(string spelling, OrderStatus expected)
    {
        var reply = Json($$"""{"charge":"0.41","start_count":"1","status":"{{spelling}}","remains":"0"}""");
        Assert.Null(PanelErrors.Find(reply));
        var order = CustomerApiOrders.Read(reply, ["71"], default)![0]!.Order!;
        Assert.Equal((expected, spelling), (order.Status, order.StatusText));
    }

    [Theory]
    [InlineData("""{"refill":"1"}""", "1")]
    [InlineData("""{"refill":504}""", "504")]
    [InlineData("""{"refill":"ord_9f2"}""", "ord_9f2")]
    [InlineData("""[{"order":71,"refill":504}]""", "504")]
    [InlineData("""[{"order":"71","refill":"504"}]""", "504")]
    [InlineData("""{"71":{"refill":504}}""", "504")]
    [InlineData("""{"status":"success"}""", "")]
    [InlineData("""{"refill":true}""", "")]
    public void A_started_refill_is_seen_in_every_dialect(string reply, string reference) =>
        Assert.Equal(new WriteAnswer("71", reference, null, null), CustomerApiWrites.Read(Json(reply), ["71"], "refill")![0]);

    [Theory]
    [InlineData("""[{"order":71,"cancel":1}]""", "")]
    [InlineData("""[{"order":71,"cancel":"1"}]""", "")]
    [InlineData("""[{"order":71,"cancel":9001}]""", "9001")]
    [InlineData("""{"cancel":"88"}""", "88")]
    [InlineData("""{"cancel":88,"status":"Success"}""", "88")]
    [InlineData("""{"canceled":[71]}""", "")]
    [InlineData("""{"71":{"cancel":1}}""", "")]
    public void An_accepted_cancellation_is_seen_in_every_dialect(string reply, string reference) =>
        Assert.Equal(new WriteAnswer("71", reference, null, null), CustomerApiWrites.Read(Json(reply), ["71"], "cancel")![0]);

    [Theory]
    [InlineData("""[{"order":71,"cancel":{"error":"Incorrect order ID"}}]""")]
    [InlineData("""[{"order":71,"error":"Cancel is not available"}]""")]
    [InlineData("""[{"order":71,"cancel":0}]""")]
    [InlineData("""[{"order":71,"cancel":false}]""")]
    [InlineData("""[{"order":71,"cancel":"Not possible"}]""")]
    [InlineData("""{"71":{"error":"Incorrect order ID"}}""")]
    public void A_refused_cancellation_is_never_taken_for_a_success(string reply) =>
        Assert.Equal((null, PanelFault.Refused), Outcome(CustomerApiWrites.Read(Json(reply), ["71"], "cancel")![0]));

    [Theory]
    [InlineData("""[{"order":71}]""")]
    [InlineData("""[{"order":72,"cancel":1}]""")]
    [InlineData("""[]""")]
    [InlineData("""[{"order":71,"cancel":{}}]""")]
    [InlineData("""{"canceled":[]}""")]
    public void A_reply_that_does_not_say_leaves_the_outcome_unknown(string reply) =>
        Assert.Equal((null, PanelFault.OutcomeUnknown), Outcome(CustomerApiWrites.Read(Json(reply), ["71"], "cancel")![0]));

    [Fact]
    public void Services_are_read_in_every_dialect()
    {
        var services = CustomerApiServices.Read(Json(Payload("services-mixed")))!;
        Assert.Equal(3, services.Length);
        Assert.Equal(("11", "Page likes", new Money(1_200_000, ""), 20L, 5_000L, true), Fields(services[0]));
        Assert.Equal(("12", "IG Followers & more", new Money(900_000, "USD"), 10L, 1_000L, false), Fields(services[1]));
        Assert.Equal(("13", "No numbers", null, null, null, null), Fields(services[2]));
        Assert.Empty(CustomerApiServices.Read(Json("""{"status":"success","data":"Empty Data"}"""))!);
        Assert.Null(CustomerApiServices.Read(Json("""{"a":1}""")));
    }

    [Fact]
    public void Services_are_found_by_all_words_in_any_script_style_the_name_first()
    {
        var catalog = new ServiceCatalog(CustomerApiServices.Read(Json("""
            [{"service":1,"name":"Likes","category":"Instagram"},{"service":2,"name":"𝐈𝐧𝐬𝐭𝐚𝐠𝐫𝐚𝐦 likes","category":"Other"},{"service":3,"name":"Instagram views","category":"Other"}]
            """))!);
        var page = catalog.Find("instagram LIKES", 1);
        Assert.Equal((2, "2"), (page.Total, Assert.Single(page.Lines).Id));
    }

    [Theory]
    [InlineData("\"0.4100\"", 410_000L)]
    [InlineData("0.41", 410_000L)]
    [InlineData("\"0.27819\"", 278_190L)]
    [InlineData("4.1e-1", 410_000L)]
    [InlineData("\"0.0000005\"", 1L)]
    [InlineData("\"-3\"", -3_000_000L)]
    [InlineData("12345678.123456", 12_345_678_123_456L)]
    [InlineData("\"0,41\"", null)]
    [InlineData("\"99999999999999999999\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("true", null)]
    public void Money_is_read_to_the_millionth(string json, long? micros) =>
        Assert.Equal(micros, PanelJson.Amount(Json(json), "USD")?.Micros);

    private static (string?, PanelFault?) Outcome(WriteAnswer answer) => (answer.Reference, answer.Fault);

    private static (string, string, Money?, long?, long?, bool?) Fields(ServiceEntry entry) =>
        (entry.Line.Id, entry.Line.Name, entry.Line.RatePerThousand, entry.Line.Min, entry.Line.Max, entry.Line.Refill);

    private static OrderAnswer?[] Read(string reply, params string[] ids) => CustomerApiOrders.Read(Json(reply), ids, default)!;

    private static string Payload(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Payloads", "panels", name + ".json"));

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
