using System.Globalization;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>Answers of the Bot API: <c>ok</c> with a result, or an error code with its description.</summary>
internal static class BotReplies
{
    public static readonly SandboxReply True = Ok(true, static (json, value) => json.WriteBooleanValue(value));

    public static SandboxReply Ok<TState>(TState state, Action<Utf8JsonWriter, TState> write, string? description = null) =>
        SandboxReply.Json((state, write, description), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", true);
            json.WritePropertyName("result");
            s.write(json, s.state);
            if (s.description is not null)
            {
                json.WriteString("description", s.description);
            }

            json.WriteEndObject();
        });

    public static SandboxReply Done(string description) => Ok(true, static (json, value) => json.WriteBooleanValue(value), description);

    public static SandboxReply Bad(string reason) => Error(400, "Bad Request: " + reason);

    public static SandboxReply Error(int code, string description, int? retryAfter = null, long? migrateTo = null) =>
        SandboxReply.Json((code, description, retryAfter, migrateTo), static (json, e) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", false);
            json.WriteNumber("error_code", e.code);
            json.WriteString("description", e.description);
            if (e.retryAfter is not null || e.migrateTo is not null)
            {
                json.WriteStartObject("parameters");
                if (e.retryAfter is { } seconds)
                {
                    json.WriteNumber("retry_after", seconds);
                }

                if (e.migrateTo is { } chat)
                {
                    json.WriteNumber("migrate_to_chat_id", chat);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }, code, retryAfter);

    public static SandboxReply TooMany(int seconds) =>
        Error(429, string.Create(CultureInfo.InvariantCulture, $"Too Many Requests: retry after {seconds}"), seconds);

    public static SandboxReply Migrated(long to) =>
        Error(400, "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: to);
}
