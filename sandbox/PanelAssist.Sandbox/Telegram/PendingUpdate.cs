using System.Text.Json;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>An update the bot has not confirmed yet.</summary>
internal sealed record PendingUpdate(long UpdateId, string Kind, byte[] Json, long QueueKey, DateTimeOffset Expires);

/// <summary>Which queue an update waits in, and for how long it is worth delivering.</summary>
internal static class UpdateKinds
{
    /// <summary>Not delivered unless asked for by name.</summary>
    public static readonly IReadOnlySet<string> OptIn =
        new HashSet<string>(StringComparer.Ordinal) { "chat_member", "message_reaction", "message_reaction_count" };

    private const long CallbackQueue = 3L << 33;
    private const long OwnMembershipQueue = 5L << 33;
    private const long MembershipQueue = 6L << 33;
    private const long ReactionQueue = 8L << 33;

    public static string KindOf(JsonElement update)
    {
        foreach (var property in update.EnumerateObject())
        {
            if (property.Name != "update_id")
            {
                return property.Name;
            }
        }

        return "unknown";
    }

    // Texts and button presses of one person wait in different queues, so they are not ordered to each other.
    public static long QueueOf(string kind, JsonElement update)
    {
        if (!update.TryGetProperty(kind, out var content) || content.ValueKind is not JsonValueKind.Object)
        {
            return 0;
        }

        return kind switch
        {
            "callback_query" or "inline_query" or "chosen_inline_result" or "shipping_query" or "pre_checkout_query" => IdOf(content, "from") + CallbackQueue,
            "my_chat_member" => IdOf(content, "chat") + OwnMembershipQueue,
            "chat_member" or "chat_join_request" => IdOf(content, "from") + MembershipQueue,
            "message_reaction" or "message_reaction_count" => IdOf(content, "chat") + ReactionQueue,
            _ => IdOf(content, "chat"),
        };
    }

    public static TimeSpan LifeOf(string kind) => kind switch
    {
        "callback_query" or "shipping_query" or "pre_checkout_query" => TimeSpan.FromSeconds(150),
        "chosen_inline_result" => TimeSpan.FromSeconds(600),
        "inline_query" => TimeSpan.FromSeconds(30),
        _ => TimeSpan.FromHours(24),
    };

    private static long IdOf(JsonElement content, string owner) =>
        content.TryGetProperty(owner, out var element) && element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty("id", out var id) && id.TryGetInt64(out var number) ? number : 0;
}
