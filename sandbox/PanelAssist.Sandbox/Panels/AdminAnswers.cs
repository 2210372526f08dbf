using System.Globalization;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>What became of one row of a bulk call; no error means it was done.</summary>
internal readonly record struct RowOutcome(string Id, string? Error);

/// <summary>The envelope every answer of the admin API comes in.</summary>
internal static class AdminAnswers
{
    public static SandboxReply Error(string text, int code, int status = 200, int? retryAfterSeconds = null) =>
        SandboxReply.Json((text, code), static (json, e) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            json.WriteEndArray();
            WriteFoot(json, e.text, e.code);
            json.WriteEndObject();
        }, status, retryAfterSeconds);

    public static SandboxReply Data<TState>(TState state, Action<Utf8JsonWriter, TState> write) =>
        SandboxReply.Json((state, write), static (json, s) =>
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            s.write(json, s.state);
            WriteFoot(json, "", 0);
            json.WriteEndObject();
        });

    /// <summary>One page of a list. The hrefs repeat what was asked, moved by a page.</summary>
    public static SandboxReply List<T>(string route, Page page, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) =>
        SandboxReply.Json((route, page, items, write), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data");
            json.WriteNumber("count", s.items.Count);
            json.WriteStartArray("list");
            foreach (var item in s.items)
            {
                s.write(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            s.page.Write(json, s.route, s.items.Count);
            WriteFoot(json, "", 0);
            json.WriteEndObject();
        });

    public static SandboxReply Rows(List<RowOutcome> rows, Variances variances) =>
        Data((rows, variances), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("orders");
            foreach (var row in s.rows)
            {
                json.WriteStartObject();
                PanelJson.AskedId(json, "id", row.Id, s.variances);
                json.WriteBoolean("success", row.Error is null);
                json.WriteString("message", row.Error ?? "");
                json.WriteNumber("error_code", row.Error is null ? 0 : 112);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static void WriteFoot(Utf8JsonWriter json, string text, int code)
    {
        json.WriteString("error_message", text);
        json.WriteNumber("error_code", code);
    }
}

/// <summary>limit ≤ 1000, 0 for all; offset from 0.</summary>
internal readonly record struct Page(int Offset, int Limit, int Total)
{
    public static Page Of(SandboxRequest request, int total)
    {
        var limit = request.FindInt("limit", 100);
        return new(Math.Max(0, request.FindInt("offset", 0)), limit == 0 ? Math.Max(total, 1) : Math.Clamp(limit, 1, 1000), total);
    }

    public IEnumerable<T> Cut<T>(IEnumerable<T> items) => items.Skip(Offset).Take(Limit);

    public void Write(Utf8JsonWriter json, string route, int count)
    {
        json.WriteStartObject("pagination");
        json.WriteString("prev_page_href", Offset > 0 ? Href(route, Math.Max(0, Offset - Limit)) : "");
        json.WriteString("next_page_href", Offset + count < Total ? Href(route, Offset + Limit) : "");
        json.WriteNumber("offset", Offset);
        json.WriteNumber("limit", Limit);
        json.WriteNumber("total", Total);
        json.WriteEndObject();
    }

    private string Href(string route, int offset) =>
        string.Create(CultureInfo.InvariantCulture, $"/adminapi/v2/{route}?offset={offset}&limit={Limit}");
}
