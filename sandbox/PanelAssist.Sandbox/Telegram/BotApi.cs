using System.Globalization;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>The Bot API for one bot. Method names are matched case-blind, parameters taken from wherever they came.</summary>
internal sealed class BotApi(Bot bot) : ICounterpart
{
    private readonly MessageMethods _messages = new(bot);
    private readonly UpdateMethods _updates = new(bot);

    public string Name { get; } = CounterpartName.OfBot(bot.Token);

    public SandboxReply Error(int status, string text, int? retryAfterSeconds)
    {
        if (text.StartsWith("migrate:", StringComparison.Ordinal))
        {
            return BotReplies.Migrated(long.TryParse(text.AsSpan(8), CultureInfo.InvariantCulture, out var chat) ? chat : -1_000_000_000_042);
        }

        return status switch
        {
            429 => BotReplies.TooMany(retryAfterSeconds ?? 1),
            // The Bot API always tells failure by its status; a 200 without ok is what a proxy in between makes of it.
            200 => BotReplies.Error(500, text),
            401 => BotReplies.Error(401, "Unauthorized"),
            _ => BotReplies.Error(status, text),
        };
    }

    public ValueTask<SandboxReply> AnswerAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        if (bot.IsRevoked)
        {
            return new(BotReplies.Error(401, "Unauthorized"));
        }

        if (request.IsMalformed)
        {
            return new(BotReplies.Bad("can't parse JSON object"));
        }

        var method = request.Path.AsSpan(request.Path.LastIndexOf('/') + 1);
        return method.Equals("getUpdates", StringComparison.OrdinalIgnoreCase)
            ? new(_updates.GetUpdatesAsync(request, cancellationToken))
            : new(Call(method, request, "api"));
    }

    /// <summary>A method named in a webhook's answer. Its result goes nowhere.</summary>
    public void CallFromWebhook(string method, SandboxRequest request)
    {
        if (!method.StartsWith("get", StringComparison.OrdinalIgnoreCase)
            && method.ToLowerInvariant() is not ("setwebhook" or "deletewebhook" or "close" or "logout"))
        {
            Call(method, request, "webhook");
        }
    }

    private SandboxReply Call(ReadOnlySpan<char> method, SandboxRequest request, string via)
    {
        lock (bot.Gate)
        {
            if (method.Equals("sendMessage", StringComparison.OrdinalIgnoreCase))
            {
                return _messages.Send(request, via);
            }

            return method.ToString().ToLowerInvariant() switch
            {
                "getme" => BotReplies.Ok(bot, BotJson.Me),
                "setwebhook" => _updates.SetWebhook(request),
                "deletewebhook" => _updates.DeleteWebhook(request),
                "getwebhookinfo" => _updates.GetWebhookInfo(),
                "editmessagetext" => _messages.EditText(request, via),
                "editmessagereplymarkup" => _messages.EditReplyMarkup(request, via),
                "deletemessage" => _messages.Delete(request, via),
                "answercallbackquery" => _messages.AnswerCallback(request, via),
                "sendchataction" => _messages.SendChatAction(request, via),
                "getchat" => _messages.GetChat(request),
                "setmycommands" => SetCommands(request),
                "getmycommands" => BotReplies.Ok(bot, static (json, b) => json.WriteRawValue(b.Commands)),
                "deletemycommands" => DeleteCommands(),
                "close" or "logout" => BotReplies.True,
                _ => BotReplies.Error(404, "Not Found: method not found"),
            };
        }
    }

    private SandboxReply SetCommands(SandboxRequest request)
    {
        if (request.Find("commands") is not ['[', ..] commands || !ReplyMarkup.IsJson(commands))
        {
            return BotReplies.Bad("can't parse commands: expected an Array");
        }

        bot.Commands = commands;
        return BotReplies.True;
    }

    private SandboxReply DeleteCommands()
    {
        bot.Commands = "[]";
        return BotReplies.True;
    }
}
