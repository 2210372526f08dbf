using PanelAssist.Server.Api;

namespace PanelAssist.Server.Channels;

/// <summary>How channels look in the API.</summary>
internal static class ChannelWire
{
    /// <summary>Named in the API's contract; not built yet.</summary>
    private static readonly string[] Announced = ["whatsapp", "greenapi", "waha", "evolution", "tickets", "email"];

    public static string Name(ChannelKind kind) => kind switch
    {
        ChannelKind.Telegram => "telegram",
        ChannelKind.WebChat => "webchat",
    };

    public static string HookPath(ChannelKind kind, Guid id) => kind switch
    {
        ChannelKind.Telegram => $"/hooks/telegram/{id}",
        ChannelKind.WebChat => $"/chat/{id}",
    };

    public static ChannelKind? Kind(this FieldErrors errors, string? name)
    {
        foreach (var kind in Enum.GetValues<ChannelKind>())
        {
            if (Name(kind) == name)
            {
                return kind;
            }
        }

        var now = string.Join(", ", Enum.GetValues<ChannelKind>().Select(Name));
        errors.Add("kind", Announced.Contains(name, StringComparer.Ordinal)
            ? $"Channels of the kind '{name}' are not supported yet. Now: {now}."
            : $"One of: {now}.");
        return null;
    }
}
