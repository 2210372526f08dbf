using System.Text;
using System.Text.Json;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>What Telegram checks about keyboards under a message.</summary>
internal static class ReplyMarkup
{
    private const int MaxCallbackBytes = 64;

    /// <summary>Null when it is fine, else the reason of the refusal.</summary>
    public static string? Refusal(string? markup)
    {
        if (string.IsNullOrEmpty(markup))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(markup);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
            {
                return "object expected as reply markup";
            }

            return root.TryGetProperty("inline_keyboard", out var rows) ? InlineRefusal(rows) : null;
        }
        catch (JsonException)
        {
            return "can't parse reply keyboard markup JSON object";
        }
    }

    public static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? InlineRefusal(JsonElement rows)
    {
        if (rows.ValueKind is not JsonValueKind.Array)
        {
            return "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays";
        }

        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind is not JsonValueKind.Array)
            {
                return "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays";
            }

            foreach (var button in row.EnumerateArray())
            {
                if (ButtonRefusal(button) is { } refusal)
                {
                    return refusal;
                }
            }
        }

        return null;
    }

    private static string? ButtonRefusal(JsonElement button)
    {
        if (button.ValueKind is not JsonValueKind.Object
            || !button.TryGetProperty("text", out var text) || string.IsNullOrEmpty(text.ToString()))
        {
            return "can't parse inline keyboard button: Text is empty";
        }

        if (button.TryGetProperty("callback_data", out var data))
        {
            return Encoding.UTF8.GetByteCount(data.ToString()) is < 1 or > MaxCallbackBytes ? "BUTTON_DATA_INVALID" : null;
        }

        return button.EnumerateObject().Count() < 2 ? "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard" : null;
    }
}
