using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PanelAssist.Server.Api;

namespace PanelAssist.Server.Channels;

/// <summary>A connection's settings as they are stored, and the credential that was among them.</summary>
internal sealed partial record ChannelSettings(string Json, string? Credential)
{
    private const int MaxOrigins = 50;

    private static readonly string[] Deliveries = ["auto", "webhook", "polling"];

    /// <summary>Checks settings by kind. A member that is not known is refused: a misspelt one would silently do nothing.</summary>
    /// <param name="isNew">A new connection needs its credential; an old one keeps the one it has.</param>
    public static ChannelSettings Read(ChannelKind kind, JsonElement? settings, bool isNew, FieldErrors errors)
    {
        if (settings is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
        {
            errors.Add("settings", "An object.");
            settings = null;
        }

        var given = settings is { ValueKind: JsonValueKind.Object } value
            ? value.EnumerateObject().DistinctBy(member => member.Name, StringComparer.Ordinal).ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal)
            : [];
        var read = kind switch
        {
            ChannelKind.Telegram => Telegram(given, isNew, errors),
            ChannelKind.WebChat => WebChat(given, errors),
        };
        foreach (var name in given.Keys)
        {
            errors.Add("settings." + name, "There is no such setting for this kind of channel.");
        }

        return read;
    }

    [GeneratedRegex(@"^\d{1,20}:[A-Za-z0-9_-]{20,128}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex BotToken { get; }

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex HexColor { get; }

    private static ChannelSettings Telegram(Dictionary<string, JsonElement> given, bool isNew, FieldErrors errors)
    {
        var token = TakeText(given, "token", 160, errors);
        if (token is null ? isNew : !BotToken.IsMatch(token))
        {
            errors.Add("settings.token", "The bot's token as BotFather gave it: digits, a colon, letters.");
        }

        var delivery = TakeText(given, "delivery", 16, errors) ?? "auto";
        if (!Deliveries.Contains(delivery, StringComparer.Ordinal))
        {
            errors.Add("settings.delivery", $"One of: {string.Join(", ", Deliveries)}.");
        }

        return new ChannelSettings(new JsonObject { ["delivery"] = delivery }.ToJsonString(), token);
    }

    private static ChannelSettings WebChat(Dictionary<string, JsonElement> given, FieldErrors errors)
    {
        var stored = new JsonObject();
        if (TakeText(given, "title", 100, errors) is { } title)
        {
            stored["title"] = title;
        }

        if (TakeText(given, "greeting", 1_000, errors) is { } greeting)
        {
            stored["greeting"] = greeting;
        }

        if (TakeText(given, "color", 7, errors) is { } color)
        {
            if (!HexColor.IsMatch(color))
            {
                errors.Add("settings.color", "Six hexadecimal digits, such as #1a73e8.");
            }

            stored["color"] = color;
        }

        stored["allowedOrigins"] = Origins(given, errors);
        return new ChannelSettings(stored.ToJsonString(), Credential: null);
    }

    private static JsonArray Origins(Dictionary<string, JsonElement> given, FieldErrors errors)
    {
        const string Field = "settings.allowedOrigins";
        var origins = new JsonArray();
        if (!given.Remove("allowedOrigins", out var list) || list.ValueKind is JsonValueKind.Null)
        {
            return origins;
        }

        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() > MaxOrigins)
        {
            errors.Add(Field, $"A list of at most {MaxOrigins} origins.");
            return origins;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.String && OriginOf(item.GetString()!) is { } origin)
            {
                origins.Add(origin);
            }
            else
            {
                errors.Add(Field, "Each is a scheme, a host and perhaps a port, such as https://shop.example.com, without a path.");
                break;
            }
        }

        return origins;
    }

    /// <summary>In the form browsers send: lower case, without the default port.</summary>
    private static string? OriginOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "", Host.Length: > 0 } && !text.Contains('*', StringComparison.Ordinal)
            ? $"{uri.Scheme}://{uri.IdnHost}{(uri.IsDefaultPort ? "" : ":" + uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))}"
            : null;

    private static string? TakeText(Dictionary<string, JsonElement> given, string name, int maxLength, FieldErrors errors)
    {
        if (!given.Remove(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            errors.Add("settings." + name, "A text.");
            return null;
        }

        return errors.OptionalText("settings." + name, value.GetString(), maxLength);
    }
}
