using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Load;

/// <summary>
/// A whole webhook request prepared once, about 1 KB of update in Telegram's layout. Only numbers of a fixed width
/// change from one request to the next, so a load generator spends a few dozen byte writes on it.
/// </summary>
internal sealed class UpdateTemplate
{
    private const string UpdateMark = "1111111111";
    private const string ChatMark = "222222222";
    private const string OrderMark = "33333333";
    private readonly byte[] _request;
    private readonly int[] _updates;
    private readonly int[] _chats;
    private readonly int[] _orders;

    private UpdateTemplate(byte[] request)
    {
        _request = request;
        _updates = Find(UpdateMark);
        _chats = Find(ChatMark);
        _orders = Find(OrderMark);
    }

    /// <summary>A text that no rule knows, padded to the size of a usual update.</summary>
    public static UpdateTemplate Chatter(Uri hook, string secret) =>
        Build(hook, secret, "Good evening, I have a general question about your services, " + string.Concat(Enumerable.Repeat("thank you very much in advance, ", 12)));

    /// <summary><c>verb ORDER</c>, as customers write it.</summary>
    public static UpdateTemplate Command(Uri hook, string secret, string verb) => Build(hook, secret, $"{verb} {OrderMark}");

    public byte[] NewBuffer() => _request.ToArray();

    public void Patch(byte[] request, long update, int customer, long order = 0)
    {
        Write(request, _updates, update);
        Write(request, _chats, BenchOrders.FirstChat + customer);
        if (order != 0)
        {
            Write(request, _orders, order);
        }
    }

    private static UpdateTemplate Build(Uri hook, string secret, string text)
    {
        var body = $$$"""
            {"update_id":{{{UpdateMark}}},"message":{"message_id":{{{UpdateMark}}},"from":{"id":{{{ChatMark}}},"is_bot":false,"first_name":"Ana","last_name":"Example","username":"ana_example_bench","language_code":"en","is_premium":true},"chat":{"id":{{{ChatMark}}},"first_name":"Ana","last_name":"Example","username":"ana_example_bench","type":"private"},"date":{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}}},"text":"{{{text}}}"}}
            """;
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST {hook.AbsolutePath} HTTP/1.1\r\nHost: {hook.Authority}\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n");
        return new UpdateTemplate(Encoding.UTF8.GetBytes(head + body));
    }

    private int[] Find(string mark)
    {
        var places = new List<int>();
        var bytes = Encoding.ASCII.GetBytes(mark);
        var from = 0;
        while (_request.AsSpan(from).IndexOf(bytes) is >= 0 and var at)
        {
            places.Add(from + at);
            from += at + bytes.Length;
        }

        return [.. places];
    }

    private static void Write(byte[] request, int[] places, long value)
    {
        foreach (var place in places)
        {
            Utf8Formatter.TryFormat(value, request.AsSpan(place), out _);
        }
    }
}
