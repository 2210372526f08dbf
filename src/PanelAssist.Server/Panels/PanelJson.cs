using System.Globalization;
using System.Text.Json;
using PanelAssist.Engine.Orders;

namespace PanelAssist.Server.Panels;

/// <summary>Reads fields the way panels write them: a number or its text, a name or its variant, or nothing.</summary>
internal static class PanelJson
{
    private const decimal MicrosPerUnit = 1_000_000m;

    /// <summary>The first of the fields that is there and not null.</summary>
    public static JsonElement? Field(JsonElement parent, params ReadOnlySpan<string> names)
    {
        if (parent.ValueKind is JsonValueKind.Object)
        {
            foreach (var name in names)
            {
                if (parent.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null)
                {
                    return value;
                }
            }
        }

        return null;
    }

    /// <summary>Text or a number as text; null where empty or something else.</summary>
    public static string? Text(JsonElement? value)
    {
        var text = value?.ValueKind switch
        {
            JsonValueKind.String => value.Value.GetString()!.Trim(),
            JsonValueKind.Number => value.Value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public static long? Whole(JsonElement? value) =>
        Decimal(Text(value)) is { } number && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;

    public static bool? Flag(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Text(value) switch
        {
            "1" or "true" => true,
            "0" or "false" => false,
            _ => null,
        },
    };

    /// <summary>An amount as text, as a number, or as the admin API's object of value and currency code.</summary>
    public static Money? Amount(JsonElement? value, string? currency)
    {
        if (value is { ValueKind: JsonValueKind.Object } wrapped)
        {
            currency = Text(Field(wrapped, "currency_code", "currency")) ?? currency;
            value = Field(wrapped, "value", "amount");
        }

        if (Decimal(Text(value)) is not { } amount || Math.Abs(amount) > long.MaxValue / MicrosPerUnit)
        {
            return null;
        }

        var micros = decimal.Round(amount * MicrosPerUnit, MidpointRounding.AwayFromZero);
        return new Money((long)micros, PanelText.Clean(currency ?? "", maxLength: 8));
    }

    // No thousands separator: "0,41" would read as 41.
    private static decimal? Decimal(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
