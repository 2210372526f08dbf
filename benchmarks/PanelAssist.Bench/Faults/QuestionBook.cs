using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Faults;

/// <summary>Every question asked, found again by the order its reply names: no order is asked about in two questions.</summary>
internal sealed class QuestionBook(int customers)
{
    private const int OrderDigits = 8;
    private readonly ConcurrentDictionary<long, Question> _byOrder = new();
    private readonly int[] _statuses = new int[customers];
    private readonly int[] _refills = new int[customers];
    private long _unmatched;

    public IEnumerable<Question> All => _byOrder.Values;

    /// <summary>Replies that name no order we asked about, such as a greeting or an apology.</summary>
    public long Unmatched => Interlocked.Read(ref _unmatched);

    public Question New(int customer, bool isRefill)
    {
        // Completed orders are the odd ones: only they may be refilled.
        var number = isRefill ? (Interlocked.Increment(ref _refills[customer]) * 2) - 1 : Interlocked.Increment(ref _statuses[customer]) * 2;
        var question = new Question(customer, BenchOrders.OrderOf(customer, number), isRefill);
        return _byOrder.TryAdd(question.Order, question)
            ? question
            : throw new InvalidOperationException("The customers ran out of orders: fewer kills, or more --chats");
    }

    public void Arrived(long chat, ReadOnlySpan<byte> json, long at)
    {
        var text = Unescape(json);
        var matched = false;
        foreach (var order in OrdersIn(text))
        {
            if (_byOrder.TryGetValue(order, out var question) && question.Customer == chat - BenchOrders.FirstChat)
            {
                question.Replied(text);
                matched = true;
                break;
            }
        }

        if (!matched)
        {
            Interlocked.Increment(ref _unmatched);
        }
    }

    private static string Unescape(ReadOnlySpan<byte> json)
    {
        byte[] quoted = [(byte)'"', .. json, (byte)'"'];
        var reader = new Utf8JsonReader(quoted);
        return reader.Read() ? reader.GetString()! : Encoding.UTF8.GetString(json);
    }

    private static List<long> OrdersIn(string text)
    {
        var orders = new List<long>();
        for (var i = 0; i < text.Length;)
        {
            var length = 0;
            long number = 0;
            while (i + length < text.Length && char.IsAsciiDigit(text[i + length]) && length < 18)
            {
                number = (number * 10) + (text[i + length] - '0');
                length++;
            }

            if (length == OrderDigits)
            {
                orders.Add(number);
            }

            i += length + 1;
        }

        return orders;
    }
}
