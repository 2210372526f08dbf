using System.Text.RegularExpressions;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>Methods about how a bot gets its updates.</summary>
internal sealed partial class UpdateMethods(Bot bot)
{
    private const int UsualConnections = 40;

    private int _pollers;

    public async Task<SandboxReply> GetUpdatesAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        if (bot.Updates.Webhook is not null)
        {
            return Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
        }

        var mine = Interlocked.Increment(ref _pollers);
        bot.Updates.Changed.Raise();
        if (request.Find("allowed_updates") is ['[', ..])
        {
            bot.Updates.Allow(request.FindList("allowed_updates"));
        }

        var offset = request.FindLong("offset") ?? 0;
        var limit = Math.Clamp(request.FindInt("limit", 100), 1, 100);
        var timeout = TimeSpan.FromSeconds(Math.Clamp(request.FindInt("timeout", 0), 0, 50));
        var found = bot.Updates.Take(offset, limit);
        if (found.Count == 0 && timeout > TimeSpan.Zero)
        {
            await bot.Updates.Changed.WaitAsync(() => IsOverrun() || bot.Updates.Count > 0 || bot.Updates.Webhook is not null, timeout, cancellationToken);
            if (IsOverrun() || bot.Updates.Webhook is not null)
            {
                return Conflict("terminated by other getUpdates request; make sure that only one bot instance is running");
            }

            found = bot.Updates.Take(Math.Max(0, offset), limit);
        }

        return BotReplies.Ok(found, static (json, updates) =>
        {
            json.WriteStartArray();
            foreach (var update in updates)
            {
                json.WriteRawValue(update.Json, skipInputValidation: true);
            }

            json.WriteEndArray();
        });

        bool IsOverrun() => Volatile.Read(ref _pollers) != mine;
    }

    public SandboxReply SetWebhook(SandboxRequest request)
    {
        var url = request.Find("url");
        if (string.IsNullOrEmpty(url))
        {
            return DeleteWebhook(request);
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return BotReplies.Bad("bad webhook: invalid webhook URL specified");
        }

        var secret = request.Find("secret_token");
        if (secret is { Length: > 0 } && !Secret().IsMatch(secret))
        {
            return BotReplies.Bad("secret token contains unallowed characters");
        }

        Prepare(request);
        var connections = request.FindInt("max_connections", UsualConnections);
        var target = new WebhookTarget(address, string.IsNullOrEmpty(secret) ? null : secret, connections is >= 1 and <= 100 ? connections : UsualConnections);
        if (bot.Updates.Webhook?.Target == target)
        {
            return BotReplies.Done("Webhook is already set");
        }

        bot.Updates.SetWebhook(target);
        bot.Updates.Changed.Raise();
        return BotReplies.Done("Webhook was set");
    }

    public SandboxReply DeleteWebhook(SandboxRequest request)
    {
        Prepare(request);
        if (bot.Updates.Webhook is null)
        {
            return BotReplies.Done("Webhook is already deleted");
        }

        bot.Updates.RemoveWebhook();
        return BotReplies.Done("Webhook was deleted");
    }

    public SandboxReply GetWebhookInfo() => BotReplies.Ok(bot.Updates, static (json, updates) =>
    {
        var webhook = updates.Webhook;
        json.WriteStartObject();
        json.WriteString("url", webhook?.Target.Url.ToString() ?? "");
        json.WriteBoolean("has_custom_certificate", false);
        json.WriteNumber("pending_update_count", updates.Count);
        if (webhook is not null)
        {
            json.WriteNumber("max_connections", webhook.Target.MaxConnections);
            json.WriteString("ip_address", "127.0.0.1");
            if (webhook.LastError is var (at, text))
            {
                json.WriteNumber("last_error_date", at.ToUnixTimeSeconds());
                json.WriteString("last_error_message", text);
            }
        }

        if (updates.Allowed is { } allowed)
        {
            json.WriteStartArray("allowed_updates");
            foreach (var kind in allowed)
            {
                json.WriteStringValue(kind);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    private void Prepare(SandboxRequest request)
    {
        if (request.Find("allowed_updates") is ['[', ..])
        {
            bot.Updates.Allow(request.FindList("allowed_updates"));
        }

        if (request.Find("drop_pending_updates") is "true" or "True" or "1")
        {
            bot.Updates.Drop();
        }
    }

    private static SandboxReply Conflict(string reason) => BotReplies.Error(409, "Conflict: " + reason);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,256}$", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Secret();
}
