using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>One tenant of the stage: its panel, its bot, and customers who write as Telegram would deliver it.</summary>
internal sealed class FaultShop(
    FaultStage stage, int number, string name, string token, string panelId, string bot, string channelId, string hookSecret)
{
    private const int OrdersApart = 1_000_000;
    private readonly Dictionary<long, List<string>> _sent = [];
    private long _readUpTo;
    private long _orders;
    private long _updates;

    public string Name => name;

    public string Token => token;

    public string PanelId => panelId;

    public string Bot => bot;

    public string ChannelId => channelId;

    public string PanelTarget => "panel:" + name;

    public string BotTarget => "telegram:" + bot;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public long ChatOf(int customer) => 5_000_000 + (number * 1_000) + customer;

    /// <summary>Puts new orders on the panel, refillable (completed) or cancelable (in progress); ids are unique over all shops.</summary>
    public async Task<long[]> OrdersAsync(int count, string status)
    {
        var ids = Enumerable.Range(0, count).Select(_ => (number * OrdersApart) + ++_orders).ToArray();
        await stage.Sandbox.ControlAsync($"panels/{name}/add", new
        {
            orders = ids.Select(id => new { id, user = "ana", serviceId = 18, status, quantity = 1_000, startCount = 10, remains = status == "completed" ? 0 : 500, charge = 0.9m }),
        });
        return ids;
    }

    /// <summary>The update as Telegram would send it; sent again, it has the same id.</summary>
    public object Update(long chat, string text)
    {
        var id = ++_updates;
        return new
        {
            update_id = id,
            message = new
            {
                message_id = id,
                date = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
                chat = new { id = chat, type = "private", first_name = "Ana" },
                from = new { id = chat, is_bot = false, first_name = "Ana" },
                text,
            },
        };
    }

    public async Task<HttpStatusCode> DeliverAsync(object update)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("hooks/telegram/" + channelId, UriKind.Relative));
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", hookSecret);
        request.Content = update is string raw ? new StringContent(raw) : JsonContent.Create(update);
        using var answer = await stage.Product.Http.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }

    public async Task WriteAsync(long chat, string text) => Assert.Equal(HttpStatusCode.OK, await DeliverAsync(Update(chat, text)));

    /// <summary>Everything the bot has said in a chat so far.</summary>
    public async Task<IReadOnlyList<string>> SaidAsync(long chat)
    {
        await ReadSentAsync();
        return _sent.TryGetValue(chat, out var texts) ? texts : [];
    }

    /// <summary>Waits until the bot has said something with these words in the chat.</summary>
    public Task UntilSaidAsync(long chat, string words, TimeSpan limit) => Eventually.HoldsAsync(
        async () =>
        {
            var said = await SaidAsync(chat);
            return said.Any(text => text.Contains(words, StringComparison.Ordinal)) ? null : $"\"{words}\" in chat {chat} of {name}; it said: {string.Join(" | ", said)}\n{stage.Product.LastWords}";
        },
        limit);

    /// <summary>What the conversation shows: text and delivery of each message.</summary>
    public async Task<List<ShownMessage>> ShownAsync(long chat)
    {
        var shown = new List<ShownMessage>();
        foreach (var conversation in await stage.ListAsync(string.Create(CultureInfo.InvariantCulture, $"api/v1/conversations?channelId={channelId}&externalId={chat}"), token))
        {
            foreach (var message in await stage.ListAsync($"api/v1/conversations/{conversation.GetProperty("id").GetString()}/messages?limit=100", token))
            {
                shown.Add(new ShownMessage(message.GetProperty("direction").GetString()!, message.GetProperty("text").GetString()!, message.GetProperty("delivery").GetString()));
            }
        }

        return shown;
    }

    public async Task<List<ShownAction>> ActionsAsync(long order) =>
        [.. (await stage.ListAsync(string.Create(CultureInfo.InvariantCulture, $"api/v1/actions?orderId={order}"), token)).Select(action => new ShownAction(
            action.GetProperty("state").GetString()!,
            action.GetProperty("happened").ValueKind is JsonValueKind.Null ? null : action.GetProperty("happened").GetBoolean()))];

    /// <summary>How often the panel was asked to refill or cancel this order, answered or not.</summary>
    public async Task<int> WritesToPanelAsync(long order) =>
        (await CallsAsync("action="))
            .Count(call => call.GetProperty("fields").EnumerateObject().Any(field =>
                field.Name is "order" or "orders" && field.Value.GetString()!.Split(',').Contains(order.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)));

    /// <summary>How many refills and cancels of this order the panel has on its books.</summary>
    public async Task<int> OpenTasksAsync(long order)
    {
        var refills = await stage.Sandbox.ControlAsync($"panels/{name}/refills");
        var cancels = await stage.Sandbox.ControlAsync($"panels/{name}/cancels");
        return refills.GetProperty("items").EnumerateArray().Concat(cancels.GetProperty("items").EnumerateArray()).Count(task => task.GetProperty("orderId").GetInt64() == order);
    }

    /// <summary>The calls this panel got, those still held among them.</summary>
    public async Task<List<JsonElement>> CallsAsync(string contains) =>
        [.. (await stage.Sandbox.ControlAsync($"journal?counterpart={PanelTarget}&contains={Uri.EscapeDataString(contains)}")).GetProperty("items").EnumerateArray()];

    private async Task ReadSentAsync()
    {
        var sent = await stage.Sandbox.ControlAsync(string.Create(CultureInfo.InvariantCulture, $"telegram/{bot}/sent?method=sendMessage&after={_readUpTo}"));
        _readUpTo = sent.GetProperty("last").GetInt64();
        foreach (var item in sent.GetProperty("items").EnumerateArray())
        {
            var chat = item.GetProperty("chatId").GetInt64();
            if (!_sent.TryGetValue(chat, out var texts))
            {
                _sent[chat] = texts = [];
            }

            texts.Add(item.GetProperty("text").GetString()!);
        }
    }
}

internal sealed record ShownMessage(string Direction, string Text, string? Delivery);

internal sealed record ShownAction(string State, bool? Happened);
