using System.Globalization;
using System.Text;
using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Tests.Intents;

public sealed class MessageTableTests
{
    private static readonly string[] Messages =
    [
        // Verb first, id first, separators.
        "status 1001", "1001 status", "STATUS 1001", "check 1001", "st 1001", "cek 1001", "order 1001", "status order 1001", "order status 1001",
        "refill 1002 1003", "refill 1002, 1003", "refill 1002,1003;1004", "1002 1003 refill", "5550017, 5550018 refill", "5550017 - refill",
        "refill\n1002\n1003", "1002\r\n1003\r\nrefill", "refill #1002 #1003", "refill order id: 1002", "refill id 1002 id 1003", "refill1002",
        "1002refill", "rf 1002", "isi 1002", "reff 1002", "refil 1002", "cancel 1004", "batal 1004", "cn 1004", "iptal 1004", "cancel order #1004",
        "speed up 1005", "speedup 1005", "speed 1005", "sp 1005", "fast 1005", "cepat 1005", "1005 speed up", "speed-up 1005", "refill: 1002/1003",
        "refill status 1002", "1002 refill status", "refill_status 1002", "status refill 1002", "check refill 1002", "refund 1002", "return 1002",
        "cancel refund 1002", "partial 1002", "partial refund 1002", "refill 1002 and 1003", "refill 1002 & 1003", "please refill 1002 and 1003",
        "refill 1002 1002 1003 1002", "refill 01002 1002", "status 12345.12346",

        // Ranges.
        "status 12345-12350", "status 12345 - 12350", "status 12345–12350", "status 12345 to 12350", "status from 1001 to 1003, 1010",
        "refill 12350-12345", "refill 1-100", "refill 1-101", "status 1-1000000000", "status 1-999999999999999999 1-999999999999999999",
        "status 2026-11-22",

        // What looks like an id and is none.
        "status -5", "refill 1002 -5", "status 1234567890123456789", "refill 999999999999999999", "status 0", "refill 12.50", "refill $50",
        "refill ord_77", "10k followers please", "status https://example.com/p/123456", "status bob@example.com", "refill-1002", "refill - 1002",

        // Bare ids and the start of a conversation.
        "1001", "#1001", " 1001 ", "1001 1002", "1001-1003", "hi 1001", "hi", "Hello", "hello there", "good morning", "thanks", "thank you so much",
        "help", "menu", "/start", "/start abc", "/help@PanelBot", "/status@PanelBot 1001", "/status 1001", "/status_1001", "start", "stop", "human",
        "agent", "support", "operator", "person", "stop 1001",

        // Everything with a text after it.
        "balance", "account", "me", "my balance", "check balance", "services", "services instagram likes", "Price TikTok Views", "payment TXN-88AbC",
        "verify 0xAbC123", "ticket My order is late", "link anna", "Link @Anna_92", "link", "link my account", "link key AbCdEF0123456789",
        "link key", "LINK API KEY AbC=", "my username anna", "my username is Anna", "username: anna", "unlink", "unlink my account", "link is broken for order 1001",
        "export my data", "delete my data", "Delete my data!", "add funds", "deposit", "place order",

        // One wrong letter, and words that only look like it.
        "refll 1002", "reifll 1002", "reffill 1002", "rifill 1002", "cancle 1002", "cancal 1002", "staus 1001", "statsu 1001", "oder 1001",
        "sped up 1001", "hlep", "balanse", "ulink anna", "like 1001", "last 1001",

        // Contradictions.
        "refill 1002 cancel 1003", "cancel or refill 1002", "don't cancel 1004", "do not refill 1002", "please never cancel 1004", "1004 iptal etme",
        "jangan batalkan 1004", "не отменяйте 1004",

        // Sentences.
        "where is my order 1001?", "Where is my order", "please could you refill 1002 and 1003 for me", "I want to cancel order 1004",
        "when will 1005 be done, too slow", "my followers dropped 500 likes on order 1002", "is order 1001 completed yet?", "why was 1004 canceled",
        "did you refill 1002?", "what is the status of my refill 1002", "order 1005 is stuck since 3 days", "I paid $20 yesterday but it is not added",
        "I want my money back for 1002", "how do I add funds", "I want to talk to a real human", "you are scammers, I call the police",
        "what a lovely day", "can u canel 1004 bro", "pls reffil my order 1002 it droped", "cancel it please", "I want to buy 1000 followers",
        "my new order 1001 has not arrived", "can't you cancel 1004", "please cancel order no 1004", "cancel order no. 1004", "no cancel 1004",
        "Hi, refill 1002", "support please refill 1002", "how much is 1000 likes", "order 1001 please look", "1001 bro", "payment not received",
        "stop sending me messages", "Refill 1002\nwhere is my order 1003", "1002 refill\n1003 cancel", "hi my account was hacked what should I do now",

        // Other languages and scripts.
        "durum 1001", "sipariş 1001 durumu", "1001 İPTAL", "ıptal 1001", "1002 telafi lütfen", "siparişim nerede 1001", "merhaba", "teşekkür ederim",
        "статус 1001", "отмена 1004", "где мой заказ 1001", "спасибо", "баланс", "حالة ١٠٠١", "إلغاء الطلب ١٠٠٤", "أين طلبي ١٠٠١", "شكرا",
        "स्थिति १००१", "रद्द १००४", "धन्यवाद", "cancelar 1004", "onde está meu pedido 1001", "obrigado", "cancelar el pedido 1004 por favor",
        "dónde está mi pedido 1001", "gracias", "saldo", "batalkan pesanan 1004", "kapan pesanan saya 1001 selesai", "terima kasih",
        "status １００１", "status 𝟏𝟎𝟎𝟏", "status 1️⃣0️⃣0️⃣1️⃣", "status ۱۰۰۱ و ۱۰۰۲", "𝐫𝐞𝐟𝐢𝐥𝐥 1002", "refill № 1002", "status \u202E1001\u202C",
        "ＲＥＦＩＬＬ　１００２、１００３",

        // Nothing to read.
        "", "   ", "🙂🙂🙂", "???", "\uD800", "\0\0\0",
    ];

    [Fact]
    public void Every_message_of_the_table_is_read_as_before()
    {
        var table = new StringBuilder();
        foreach (var message in Messages)
        {
            var understood = MessageReader.Read(message, new ReadingContext(AwaitsLinkCode: false, "en"));
            table.Append(CultureInfo.InvariantCulture, $"{Visible(message)}\n    {Described(understood)}\n");
        }

        Snapshot.Match(table.ToString(), "messages");
    }

    private static string Visible(string message)
    {
        var visible = new StringBuilder("\"");
        foreach (var c in message)
        {
            visible.Append(char.IsControl(c) || (char.IsSurrogate(c) && message.Length == 1) || c is '\u202E' or '\u202C' ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") : c);
        }

        return visible.Append('"').ToString();
    }

    private static string Described(Understood understood)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{understood.Intent.WireName()} [{string.Join(' ', understood.Orders.Ids.Take(8))}{(understood.Orders.Ids.Count > 8 ? $" … {understood.Orders.Ids.Count}" : "")}]");
        text.Append(understood.Orders.TooMany ? string.Create(CultureInfo.InvariantCulture, $" too many: {understood.Orders.Asked}") : "");
        foreach (var (problem, kind) in understood.Orders.Problems)
        {
            text.Append(CultureInfo.InvariantCulture, $" {kind}: {problem}");
        }

        text.Append(CultureInfo.InvariantCulture, $" {understood.Via} {understood.Confidence:0.##} {understood.Language}");
        text.Append(understood.Argument is { } argument ? $" \"{argument}\"" : "");
        text.Append(understood.Link switch
        {
            AccountLinkRequest.ByUsername link => $" username {link.Username}",
            AccountLinkRequest.ByKey link => $" key {link.Key}",
            AccountLinkRequest.ByCode link => $" code {link.Code}",
            AccountLinkRequest.Unlink => " unlink",
            AccountLinkRequest.Explain => " explain",
            _ => "",
        });
        return text.ToString();
    }
}
