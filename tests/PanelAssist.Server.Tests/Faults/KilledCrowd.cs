using System.Globalization;
using System.Net;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>Customers who are all at the same step when the process is killed, and what they were owed.</summary>
internal sealed class KilledCrowd(FaultStage stage, KillPoint point, FaultShop shop)
{
    private readonly List<Question> _questions = [];
    private readonly List<Question> _asked = [];

    public KillPoint Point => point;

    public int Asked => _asked.Count;

    /// <summary>Unanswered twins would be a lie, flagged ones are the promise kept: they are counted.</summary>
    public int FlaggedTwins { get; private set; }

    public int Unacknowledged { get; private set; }

    /// <summary>Held calls of this crowd that show it stands where it should; look-ups are shared, so those are counted otherwise.</summary>
    public int HeldCalls => point is KillPoint.Received or KillPoint.Stored or KillPoint.LookingUp ? 0 : _questions.Count;

    public async Task PrepareAsync(int round, int customers)
    {
        _questions.Clear();
        var refills = await shop.OrdersAsync(customers, "completed");
        var cancels = await shop.OrdersAsync(customers, "in_progress");
        for (var customer = 0; customer < customers; customer++)
        {
            // Half the crowd asks for refills, half for cancels; where no action is needed, some only ask.
            var (verb, order) = ((customer + round) % 2, IsAboutActions: point is KillPoint.BeforePanelActs or KillPoint.AfterPanelActed or KillPoint.PanelAnswering) switch
            {
                (0, _) => ("refill", refills[customer]),
                (_, true) => ("cancel", cancels[customer]),
                (_, false) => customer % 4 == 1 ? ("status", refills[customer]) : ("cancel", cancels[customer]),
            };
            var text = string.Create(CultureInfo.InvariantCulture, $"{verb} {order}");
            _questions.Add(new Question(shop.ChatOf(customer), order, verb, text, shop.Update(shop.ChatOf(customer), text)));
        }

        _asked.AddRange(_questions);
        if (FaultOf() is { } fault)
        {
            await stage.FaultAsync(fault);
        }
    }

    /// <summary>Brings everybody to the step; those whose step is the kill's very moment start there.</summary>
    public async Task TakeUpPositionAsync()
    {
        if (point is KillPoint.Received or KillPoint.Stored)
        {
            return;
        }

        foreach (var question in _questions)
        {
            Assert.Equal(HttpStatusCode.OK, await shop.DeliverAsync(question.Update));
            if (point is KillPoint.LookingUp)
            {
                await stage.Sandbox.ControlAsync($"journal?counterpart={shop.PanelTarget}&contains={question.Order}&waitFor=1");
            }
        }
    }

    /// <summary>The last step before the kill, for those who are to be met in the middle of it.</summary>
    /// <returns>What is still under way when this returns.</returns>
    public async Task<Task> StepForwardAsync()
    {
        switch (point)
        {
            case KillPoint.Stored:
                foreach (var status in await Task.WhenAll(_questions.Select(question => shop.DeliverAsync(question.Update))))
                {
                    Assert.Equal(HttpStatusCode.OK, status);
                }

                return Task.CompletedTask;
            case KillPoint.Received:
                return Task.WhenAll(_questions.Select(AskAsync));
            case KillPoint.PanelAnswering:
                await stage.Sandbox.ControlAsync("holds/release", new { target = shop.PanelTarget });
                return Task.CompletedTask;
            case KillPoint.Noting:
                await stage.Sandbox.ControlAsync("holds/release", new { target = shop.BotTarget });
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }

        async Task AskAsync(Question question)
        {
            try
            {
                question.IsAcknowledged = await shop.DeliverAsync(question.Update) is HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                question.IsAcknowledged = false;
            }
        }
    }

    /// <summary>As Telegram does with what was not acknowledged; and sometimes with what was.</summary>
    public async Task SendAgainAsync()
    {
        if (point is KillPoint.Received)
        {
            Unacknowledged += _questions.Count(question => !question.IsAcknowledged);
            foreach (var question in _questions)
            {
                Assert.Equal(HttpStatusCode.OK, await shop.DeliverAsync(question.Update));
            }
        }
    }

    /// <summary>What is still owed to somebody, or null.</summary>
    public async Task<string?> StillOwedAsync()
    {
        foreach (var question in _questions)
        {
            if (await StillOwedAsync(question) is { } owed)
            {
                return $"{point}, \"{question.Text}\" in chat {question.Chat}: {owed}";
            }
        }

        return null;
    }

    /// <summary>Everything ever asked, judged once more: what comes late counts too.</summary>
    public async Task JudgeAsync()
    {
        foreach (var chat in _asked.GroupBy(question => question.Chat))
        {
            var shown = await shop.ShownAsync(chat.Key);
            var said = await shop.SaidAsync(chat.Key);
            foreach (var question in chat)
            {
                await JudgeAsync(question, [.. said.Where(question.IsNamedIn)], [.. shown.Where(message => question.IsNamedIn(message.Text))]);
            }
        }
    }

    private async Task<string?> StillOwedAsync(Question question)
    {
        var said = (await shop.SaidAsync(question.Chat)).Where(question.IsNamedIn).ToList();
        if (said.Count == 0)
        {
            return "no answer";
        }

        if (question.Verb == "status")
        {
            return null;
        }

        if (said.Exists(text => text.Contains("I am checking", StringComparison.Ordinal)) && !said.Exists(text => text.StartsWith("Checked:", StringComparison.Ordinal)))
        {
            return "no outcome of the check";
        }

        var actions = await shop.ActionsAsync(question.Order);
        return actions.TrueForAll(action => action.State is "done" or "reconciled" or "refused") ? null : $"an action is {actions[0].State}";
    }

    private async Task JudgeAsync(Question question, string[] said, ShownMessage[] shown)
    {
        var what = $"{point}, \"{question.Text}\" in chat {question.Chat}; said: {string.Join(" | ", said)}; shown: {string.Join(" | ", shown.AsEnumerable())}";
        Assert.True(shown.Count(message => message.Direction == "in") == 1, "Heard not exactly once: " + what);

        var twins = said.GroupBy(text => text, StringComparer.Ordinal).Where(group => group.Count() > 1).ToList();
        foreach (var twin in twins)
        {
            Assert.True(shown.Single(message => message.Text == twin.Key).Delivery == "sent_possibly_twice", "Said twice and not flagged: " + what);
            FlaggedTwins++;
        }

        var answers = said.Distinct(StringComparer.Ordinal).Where(text => !text.StartsWith("Checked:", StringComparison.Ordinal)).ToList();
        var outcomes = said.Distinct(StringComparer.Ordinal).Count() - answers.Count;
        Assert.True(answers.Count == 1, "Not answered exactly once: " + what);
        Assert.True(outcomes == (answers[0].Contains("I am checking", StringComparison.Ordinal) ? 1 : 0), "The check's outcome was not told exactly once where promised: " + what);
        Assert.True(shown.Count(message => message.Direction == "out") == 1 + outcomes, "The conversation shows something else: " + what);
        if (question.Verb == "status")
        {
            return;
        }

        var calls = await shop.WritesToPanelAsync(question.Order);
        var opened = await shop.OpenTasksAsync(question.Order);
        var actions = await shop.ActionsAsync(question.Order);
        what += $"; calls: {calls}; opened: {opened}; actions: {string.Join(" | ", actions)}";
        Assert.True(calls <= 1 && actions.Count == 1, "The panel was asked more than once: " + what);
        var happened = actions[0] is { State: "done" } or { State: "reconciled", Happened: true };
        Assert.True(opened == (happened ? 1 : 0), "The journal does not say what the panel did: " + what);
    }

    private SandboxFault? FaultOf() => point switch
    {
        KillPoint.LookingUp => new SandboxFault(shop.PanelTarget, "adminapi", "hold-before"),
        KillPoint.BeforePanelActs or KillPoint.PanelAnswering => new SandboxFault(shop.PanelTarget, "action=", "hold-before"),
        KillPoint.AfterPanelActed => new SandboxFault(shop.PanelTarget, "action=", "hold-after"),
        KillPoint.BeforeSending or KillPoint.Noting => new SandboxFault(shop.BotTarget, "sendMessage", "hold-before"),
        KillPoint.AfterSending => new SandboxFault(shop.BotTarget, "sendMessage", "hold-after"),
        _ => null,
    };

    private sealed class Question(long chat, long order, string verb, string text, object update)
    {
        private readonly string _order = order.ToString(CultureInfo.InvariantCulture);

        public long Chat => chat;

        public long Order => order;

        public string Verb => verb;

        public string Text => text;

        public object Update => update;

        public bool IsAcknowledged { get; set; } = true;

        public bool IsNamedIn(string words) => words.Contains(_order, StringComparison.Ordinal);
    }
}
