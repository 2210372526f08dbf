using System.Globalization;
using System.Text.Json;

namespace PanelAssist.Sandbox.Panels;

/// <summary>Values that panels write now as text, now as numbers.</summary>
internal static class PanelJson
{
    public static void Amount(Utf8JsonWriter json, string name, decimal value, Variances variances)
    {
        json.WritePropertyName(name);
        if (variances.HasFlag(Variances.Numbers))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            TextValue(json, value);
        }
    }

    public static void TextValue(Utf8JsonWriter json, decimal value)
    {
        Span<char> text = stackalloc char[40];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    public static void IdValue(Utf8JsonWriter json, long id, Variances variances)
    {
        if (variances.HasFlag(Variances.TextIds))
        {
            TextValue(json, id);
        }
        else
        {
            json.WriteNumberValue(id);
        }
    }

    /// <summary>An id as it was asked for: what is no number comes back as the text it was.</summary>
    public static void AskedId(Utf8JsonWriter json, string name, string id, Variances variances)
    {
        json.WritePropertyName(name);
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            IdValue(json, number, variances);
        }
        else
        {
            json.WriteStringValue(id);
        }
    }

    public static void StartCount(Utf8JsonWriter json, int? count, Variances variances)
    {
        var name = variances.HasFlag(Variances.StartCounter) ? "start_counter" : "start_count";
        if (variances.HasFlag(Variances.NullStartCount))
        {
            json.WriteNull(name);
        }
        else if (count is null || variances.HasFlag(Variances.EmptyStartCount))
        {
            json.WriteString(name, "");
        }
        else
        {
            Amount(json, name, count.Value, variances);
        }
    }

    public static void Flag(Utf8JsonWriter json, string name, bool value, Variances variances)
    {
        if (variances.HasFlag(Variances.NumericFlags))
        {
            json.WriteNumber(name, value ? 1 : 0);
        }
        else
        {
            json.WriteBoolean(name, value);
        }
    }

    public static void Money(Utf8JsonWriter json, string name, decimal value, string currency)
    {
        json.WriteStartObject(name);
        var text = value.ToString(CultureInfo.InvariantCulture);
        json.WriteString("value", text);
        json.WriteString("currency_code", currency);
        json.WriteString("formatted", Symbol(currency) + text);
        json.WriteEndObject();
    }

    private static string Symbol(string currency) => currency switch
    {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "TRY" => "₺",
        "INR" => "₹",
        _ => currency + " ",
    };
}
