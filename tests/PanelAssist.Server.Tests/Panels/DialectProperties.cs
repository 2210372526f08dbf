using System.Globalization;
using System.Text.Json;
using FsCheck.Xunit;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Panels.CustomerApi;
using PanelAssist.Server.Panels.PerfectPanel;

namespace PanelAssist.Server.Tests.Panels;

/// <summary>One known order, written as some panel might write it, reads back as the same order.</summary>
public sealed class DialectProperties
{
    private static readonly (OrderStatus Status, string[] Spellings)[] Spellings =
    [
        (OrderStatus.Pending, ["Pending", "pending", "Awaiting"]),
        (OrderStatus.InProgress, ["In progress", "In Progress", "inprogress", "in_progress", "IN PROGRESS"]),
        (OrderStatus.Processing, ["Processing", "processing"]),
        (OrderStatus.Completed, ["Completed", "completed", "Success"]),
        (OrderStatus.Partial, ["Partial", "partial"]),
        (OrderStatus.Canceled, ["Canceled", "Cancelled", "canceled"]),
        (OrderStatus.Refunded, ["Refunded"]),
        (OrderStatus.Failed, ["Fail", "fail", "Error", "Failed"]),
    ];

    [Property(MaxTest = 1_000)]
    public void A_customers_order_reads_back_whatever_the_dialect(int seed)
    {
        var random = new Random(seed);
        var known = KnownOrder(random);
        var order = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["status"] = Spell(known.Status, random),
            [random.Next(2) == 0 ? "start_count" : "start_counter"] = Number(known.StartCount, random),
            ["remains"] = Number(known.Remains, random),
            ["charge"] = Amount(known.Micros, random),
            ["currency"] = "EUR",
        };
        Sometimes(random, () => order["order"] = Number(known.Id, random));
        Sometimes(random, () => order["desc"] = "<b>more</b>");
        var others = new[] { "9000001", "9000002" };
        object reply = random.Next(3) switch
        {
            0 => order,
            1 => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [others[0]] = random.Next(2) == 0 ? "Incorrect order ID" : new { error = "Incorrect order ID" },
                [known.Id] = Shuffled(random, order).ToDictionary(StringComparer.Ordinal),
            },
            _ => new object[] { new { order = others[1], status = "Completed" }, new Dictionary<string, object?>(order, StringComparer.Ordinal) { ["order"] = known.Id } },
        };
        string[] asked = reply == (object)order ? [known.Id] : [.. others.Append(known.Id)];

        var answers = CustomerApiOrders.Read(JsonSerializer.SerializeToElement(reply), asked, DateTimeOffset.UnixEpoch)!;
        Check(known, answers[^1]!, "EUR");
    }

    [Property(MaxTest = 1_000)]
    public void An_order_of_the_admin_api_reads_back_whatever_the_dialect(int seed)
    {
        var random = new Random(seed);
        var known = KnownOrder(random);
        var row = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = Number(known.Id, random),
            ["user"] = "ana",
            ["status"] = Spell(known.Status, random),
            ["start_count"] = Number(known.StartCount, random),
            ["remains"] = Number(known.Remains, random),
            ["charge"] = random.Next(2) == 0 ? new { value = Amount(known.Micros, random), currency_code = "USD" } : Amount(known.Micros, random),
            ["external_id"] = random.Next(2) == 0 ? null : "5550017",
            ["service_id"] = Number("18", random),
        };
        Sometimes(random, () => row["currency"] = "USD");
        Sometimes(random, () => row["actions"] = new { refill = random.Next(2) == 0 ? (object)true : 1 });
        var list = new object[] { new { id = 9000001, status = "completed" }, Shuffled(random, row).ToDictionary(StringComparer.Ordinal) };
        var reply = new { data = new { count = 2, list }, error_message = "", error_code = random.Next(2) == 0 ? (object)0 : "0" };

        var answers = AdminV2Orders.Read(JsonSerializer.SerializeToElement(reply), ["9000001", known.Id], DateTimeOffset.UnixEpoch)!;
        Check(known, answers[1]!, null);
        Assert.Equal(("ana", "18"), (answers[1]!.Order!.Username, answers[1]!.Order!.ServiceId));
    }

    [Property(MaxTest = 2_000)]
    public void A_truncated_or_garbled_reply_never_throws_anything_but_bad_json(int seed)
    {
        var random = new Random(seed);
        var text = PanelReplies.AdminOrders(["71", "72"]).ToCharArray();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            text[random.Next(text.Length)] = "{}[]\",:0a\\ "[random.Next(11)];
        }

        try
        {
            using var document = JsonDocument.Parse(new string(text)[..random.Next(text.Length)]);
            _ = PanelErrors.Find(document.RootElement);
            _ = AdminV2Orders.Read(document.RootElement, ["71", "72"], default);
            _ = CustomerApiOrders.Read(document.RootElement, ["71", "72"], default);
            _ = CustomerApiWrites.Read(document.RootElement, ["71", "72"], "refill");
            _ = CustomerApiServices.Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What the caller of these expects.
        }
    }

    private static void Check(Known known, OrderAnswer answer, string? currency)
    {
        Assert.Null(answer.Fault);
        Assert.Equal(
            (known.Id, known.Status, known.Micros, Whole(known.StartCount), Whole(known.Remains)),
            (answer.Order!.Id, answer.Order.Status, answer.Order.Charge!.Value.Micros, answer.Order.StartCount, answer.Order.Remains));
        Assert.Equal(currency ?? answer.Order.Charge.Value.Currency, answer.Order.Charge.Value.Currency);
    }

    private static Known KnownOrder(Random random) => new(
        random.Next(1, 9_000_000).ToString(CultureInfo.InvariantCulture),
        Spellings[random.Next(Spellings.Length)].Status,
        random.NextInt64(0, 10_000_000_000),
        random.Next(4) == 0 ? null : random.Next().ToString(CultureInfo.InvariantCulture),
        random.Next(4) == 0 ? null : random.Next(1_000_000).ToString(CultureInfo.InvariantCulture));

    private static string Spell(OrderStatus status, Random random)
    {
        var spellings = Array.Find(Spellings, entry => entry.Status == status).Spellings;
        return spellings[random.Next(spellings.Length)];
    }

    private static object? Number(string? digits, Random random) => digits is null
        ? random.Next(3) switch { 0 => null, 1 => "", _ => "Unknown" }
        : random.Next(2) == 0 ? digits : long.Parse(digits, CultureInfo.InvariantCulture);

    private static object Amount(long micros, Random random)
    {
        var amount = micros / 1_000_000m;
        return random.Next(3) switch
        {
            0 => amount,
            1 => amount.ToString("0.000000", CultureInfo.InvariantCulture),
            _ => amount.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static long? Whole(string? digits) => digits is null ? null : long.Parse(digits, CultureInfo.InvariantCulture);

    private static void Sometimes(Random random, Action action)
    {
        if (random.Next(2) == 0)
        {
            action();
        }
    }

    private static KeyValuePair<string, object?>[] Shuffled(Random random, Dictionary<string, object?> fields)
    {
        var pairs = fields.ToArray();
        random.Shuffle(pairs);
        return pairs;
    }

    private sealed record Known(string Id, OrderStatus Status, long Micros, string? StartCount, string? Remains);
}
