using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PanelAssist.Bench.Processes;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Ceilings;

/// <summary>
/// The job of the benchmark written by hand for this one purpose: no tenants, rules, deduplication, order of messages,
/// outbox or recovery. What is left when everything a product needs is taken away.
/// </summary>
internal sealed class PlainBot(Journal journal, LinkReader links, Uri panel, Uri telegram, string secret)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly byte[] _secret = Encoding.ASCII.GetBytes(secret);

    public static async Task<int> RunAsync(BenchOptions options, int largestCommit)
    {
        var path = Path.Combine(options.Require("data"), "plain.db");
        var tables = new BotTables(path);
        tables.LinkCustomers(options.Number("chats", 2_000));
        var bot = new PlainBot(new Journal(tables, largestCommit), new LinkReader(path), new Uri(options.Require("panel")), new Uri(options.Require("telegram")), options.Require("secret"));
        var app = BareServer.Build(options.Number("port", 0));
        app.MapGet("/", () => "ok");
        app.MapPost("/hook", bot.AcceptAsync);
        await app.StartAsync();
        await ParentWatch.UntilParentEndsAsync(app);
        return 0;
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var sent = Encoding.ASCII.GetBytes(context.Request.Headers["X-Telegram-Bot-Api-Secret-Token"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(sent, _secret))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var body = await Wire.ReadBodyAsync(context);
        var update = StoredUpdate.Parse(body);
        context.Request.BodyReader.AdvanceTo(body.End);
        await journal.StoreUpdateAsync(update);
        context.Response.ContentLength = 0;
        _ = ReplyOrLogAsync(update);
    }

    private async Task ReplyOrLogAsync(StoredUpdate update)
    {
        try
        {
            await ReplyAsync(update);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
        }
    }

    private async Task ReplyAsync(StoredUpdate update)
    {
        var message = JsonSerializer.Deserialize(update.Payload, WireJson.Default.Update)!.Message;
        var chat = message.Chat.Id;
        var text = await TextAsync(chat, message.Text);
        await journal.StoreReplyAsync(new StoredReply(update.Id, chat, text));
        var json = JsonSerializer.SerializeToUtf8Bytes(new SendMessage(chat, text), WireJson.Default.SendMessage);
        using var content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await Http.PostAsync(telegram, content);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> TextAsync(long chat, string text)
    {
        if (!text.StartsWith("status ", StringComparison.Ordinal) || !long.TryParse(text.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return "Send: status ORDER";
        }

        if (links.FindKey(chat) is not { } key)
        {
            return "Please link your account first.";
        }

        // The customer's own key: the panel itself refuses an order of somebody else.
        using var content = new StringContent(
            string.Create(CultureInfo.InvariantCulture, $"key={key}&action=status&order={id}"), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await Http.PostAsync(panel, content);
        var order = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(), WireJson.Default.OrderStatus)!;
        return order.Error is not null
            ? string.Create(CultureInfo.InvariantCulture, $"Order {id}: not found among your orders.")
            : string.Create(CultureInfo.InvariantCulture, $"Order {id}: {order.Status}\nStart count: {order.StartCount}\nRemains: {order.Remains}\nCharge: {order.Charge} {order.Currency}");
    }
}

internal sealed record Update(Message Message);

internal sealed record Message(Chat Chat, string Text);

internal sealed record Chat(long Id);

internal sealed record SendMessage(long ChatId, string Text);

internal sealed record OrderStatus(string? Charge, string? StartCount, string? Status, string? Remains, string? Currency, string? Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Update))]
[JsonSerializable(typeof(SendMessage))]
[JsonSerializable(typeof(OrderStatus))]
internal sealed partial class WireJson : JsonSerializerContext;
