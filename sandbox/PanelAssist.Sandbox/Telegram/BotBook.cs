using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PanelAssist.Sandbox.Telegram;

/// <summary>All bots, by token. Any well-formed token is a bot from its first call on.</summary>
internal sealed partial class BotBook(TimeProvider clock, HttpClient http, int seed, bool rememberSent) : IDisposable
{
    private readonly ConcurrentDictionary<string, Bot> _bots = new(StringComparer.Ordinal);

    public TelegramSettings Settings { get; } = new();

    /// <summary>Null when the token is not one at all.</summary>
    public Bot? Find(string token)
    {
        if (_bots.TryGetValue(token, out var bot))
        {
            return bot;
        }

        return Token().IsMatch(token)
            ? _bots.GetOrAdd(token, static (t, self) => new Bot(t, self.Clock, self.Settings, self.Http, self.Seed, self.Remember), (Clock: clock, Settings, Http: http, Seed: seed, Remember: rememberSent))
            : null;
    }

    public void Clear()
    {
        foreach (var bot in _bots.Values)
        {
            bot.Updates.RemoveWebhook();
        }

        _bots.Clear();
        Settings.RetryScale = 1;
        Settings.StrictChats = false;
        Settings.ReplyTimeout = TimeSpan.FromSeconds(60);
    }

    public void Dispose()
    {
        Clear();
        http.Dispose();
    }

    [GeneratedRegex("^[0-9]{1,18}:[A-Za-z0-9_-]+$", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Token();
}
