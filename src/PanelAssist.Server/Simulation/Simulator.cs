using Microsoft.EntityFrameworkCore;
using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Replies;
using PanelAssist.Engine.Rules;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Data;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Mail;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Simulation;

/// <summary>A rule that was asked in a simulation, for one order.</summary>
internal sealed record TracedRule(string OrderId, string Rule, bool Passed, string Detail);

/// <summary>A call to the panel: made, since it only reads, or what would be made.</summary>
internal sealed record SimulatedCall(string Call, IReadOnlyList<string> OrderIds, bool Made);

/// <summary>What the assistant would do about a message.</summary>
internal sealed record SimulatedTurn(
    Understood Understood,
    string Decision,
    IReadOnlyList<TracedRule> RuleTrace,
    IReadOnlyList<string> Replies,
    IReadOnlyList<SimulatedCall> PanelCalls);

/// <summary>A turn without its consequences: the same reading, planning, gates and words; the panel is read, never asked to change anything; nothing is stored or sent.</summary>
internal sealed class Simulator(
    IServiceScopeFactory scopes,
    OrderDesk orders,
    PanelQuestions questions,
    ActionJournal journal,
    MailSetup mail,
    TimeProvider time)
{
    public async Task<SimulatedTurn> RunAsync(PanelView panel, string? username, string text, string language, bool privateChat, CancellationToken cancellationToken)
    {
        var run = new Run(await AccountAsync(panel, username, cancellationToken), panel);
        var understood = MessageReader.Read(text, new ReadingContext(AwaitsLinkCode: false, language));
        var plan = TurnPlanner.Plan(understood, new PlanContext(
            AccountKnown: run.Account is { CanProveOwnership: true },
            PrivateChat: privateChat,
            KeysAccepted: panel.Can(PanelCapabilities.CustomerKeys),
            CodesAccepted: mail.IsReady && panel.Can(PanelCapabilities.ReadUsers),
            TimesNotUnderstood: 0,
            InGroup: !privateChat));
        var decision = await CarryOutAsync(run, plan, understood, cancellationToken);
        return new SimulatedTurn(understood, decision, run.Trace, run.Replies, run.Calls);
    }

    private async Task<string> CarryOutAsync(Run run, TurnPlan plan, Understood understood, CancellationToken cancellationToken)
    {
        switch (plan)
        {
            case TurnPlan.Answer { Say: var say }:
                run.Say(say, understood.Language);
                return "answer: " + Named(say);

            case TurnPlan.LookUpOrders { Intent: var intent, Orders: var asked }:
                run.Calls.Add(new SimulatedCall("read orders", [.. asked.Ids], Made: true));
                run.Say(ReplyComposer.Compose(intent, await questions.ReadOrdersAsync(run.Account!, intent, [.. asked.Ids], cancellationToken), asked, understood.Language, time.GetUtcNow()));
                return "look up orders";

            case TurnPlan.ActOnOrders { Action: var action, Orders: var asked }:
                run.Calls.Add(new SimulatedCall("read orders", [.. asked.Ids], Made: true));
                run.Say(ReplyComposer.Compose(understood.Intent, await ActAsync(run, action, asked, cancellationToken), asked, understood.Language, time.GetUtcNow()));
                return $"{NameOf(action)} orders";

            case TurnPlan.ReadBalance:
                run.Calls.Add(new SimulatedCall("read balance", [], Made: true));
                run.Say(await questions.ReadBalanceAsync(run.Account!), understood.Language);
                return "read balance";

            case TurnPlan.ListServices { Words: var words }:
                run.Calls.Add(new SimulatedCall("read services", [], Made: true));
                run.Say(await questions.FindServicesAsync(new AccountFound(run.Panel, run.Account), words), understood.Language);
                return "list services";

            case TurnPlan.StartLink { Request: var request }:
                run.Calls.Add(new SimulatedCall(request is AccountLinkRequest.ByKey ? "check the customer's key" : "find the user", [], Made: false));
                return "link account";

            case TurnPlan.HandOff { Reason: var reason, Say: var say }:
                run.Say(say, understood.Language);
                return "hand off: " + reason;

            case TurnPlan.Ignore:
                return "ignore";

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<IReadOnlyList<OrderOutcome>> ActAsync(Run run, OrderActionKind action, OrderIds asked, CancellationToken cancellationToken)
    {
        var account = run.Account!;
        var standing = await journal.FindStandingAsync(run.Panel.TenantId, run.Panel.Id, action, [.. asked.Ids], cancellationToken);
        var route = ActionDesk.RouteOf(action, account);
        var sent = new List<string>();
        var outcomes = new List<OrderOutcome>();
        foreach (var lookup in await orders.LookUpAsync(account, [.. asked.Ids], fresh: false))
        {
            outcomes.Add(lookup switch
            {
                OrderLookup.Found when standing.TryGetValue(lookup.OrderId, out var earlier) => Standing(run, earlier),
                OrderLookup.Found found => Judge(run, action, found.Order, route, sent),
                OrderLookup.NotYours => new OrderOutcome.NotYours(lookup.OrderId),
                _ => new OrderOutcome.NoAnswer(lookup.OrderId),
            });
        }

        if (sent.Count > 0)
        {
            run.Calls.Add(new SimulatedCall(
                route switch
                {
                    ActionRoute.CustomerKey => $"{NameOf(action)} with the customer's key",
                    ActionRoute.AdminApi => $"{NameOf(action)} by the admin API",
                    ActionRoute.People => $"none: {NameOf(action)} goes to people",
                },
                sent,
                Made: false));
        }

        return outcomes;
    }

    private static OrderOutcome.AlreadyRequested Standing(Run run, EarlierRequest earlier)
    {
        run.Trace.Add(new TracedRule(earlier.OrderId, "No earlier request stands in the way", Passed: false, "The same request is open or within its cooldown."));
        return new OrderOutcome.AlreadyRequested(earlier.OrderId, earlier.Since);
    }

    private static OrderOutcome Judge(Run run, OrderActionKind action, Order order, ActionRoute route, List<string> sent)
    {
        run.Trace.Add(new TracedRule(order.Id, "No earlier request stands in the way", Passed: true, "There is none within the cooldown."));
        var gate = ActionGate.Check(action, order);
        run.Trace.AddRange(gate.Trace.Select(line => new TracedRule(order.Id, line.Rule, line.Passed, line.Detail)));
        if (gate.Refusal is { } refusal)
        {
            return new OrderOutcome.GateRefused(order, refusal);
        }

        sent.Add(order.Id);
        return route is ActionRoute.People ? new OrderOutcome.PassedToPeople(order.Id) : new OrderOutcome.Requested(order.Id);
    }

    /// <summary>The named customer as if linked; with their own key where one of their chats has given it.</summary>
    private async Task<LinkedAccount?> AccountAsync(PanelView panel, string? username, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(username))
        {
            return null;
        }

        await using var scope = scopes.CreateTenantScope(panel.TenantId);
        var link = await scope.ServiceProvider.GetRequiredService<AppDbContext>().PanelLinks.AsNoTracking()
            .Where(e => e.PanelId == panel.Id && e.Username == username)
            .OrderByDescending(e => e.ApiKey != null)
            .Select(e => new PanelLinkView(e.Id, e.PanelId, e.Username, e.ApiKey, e.Proof))
            .FirstOrDefaultAsync(cancellationToken);
        return new LinkedAccount(panel, link ?? new PanelLinkView(Guid.Empty, panel.Id, username, ApiKey: null, LinkProof.Staff));
    }

    private static string NameOf(OrderActionKind action) => action switch
    {
        OrderActionKind.Refill => "refill",
        OrderActionKind.Cancel => "cancel",
        OrderActionKind.SpeedUp => "speed up",
    };

    private static string Named(Say say) => string.Concat(say.GetType().Name.Select((letter, index) =>
        char.IsUpper(letter) && index > 0 ? " " + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));

    /// <summary>What has come together so far.</summary>
    private sealed class Run(LinkedAccount? account, PanelView panel)
    {
        public LinkedAccount? Account => account;

        public PanelView Panel => panel;

        public List<TracedRule> Trace { get; } = [];

        public List<string> Replies { get; } = [];

        public List<SimulatedCall> Calls { get; } = [];

        public void Say(Say say, string language) => Replies.Add(ReplyComposer.Compose(say, language).Text);

        public void Say(IReadOnlyList<Reply> replies) => Replies.AddRange(replies.Select(reply => reply.Text));
    }
}
