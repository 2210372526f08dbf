using System.Diagnostics;
using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Replies;

/// <summary>Many orders in few lines: a line per result with its count and ids, in the order the results first appear.</summary>
internal static class OutcomeGroups
{
    /// <param name="Kind">What happened: the template's name without its prefix.</param>
    /// <param name="Detail">What tells groups of one kind apart: the status, the reason, the panel's words.</param>
    private readonly record struct GroupKey(string Kind, string? Detail);

    public static IEnumerable<string> Lines(IReadOnlyList<OrderOutcome> outcomes, Intent intent, string language)
    {
        yield return ReplyTemplates.Render(
            "group_header", language, new ReplyModel { ["intent"] = intent.WireName(), ["total"] = Wording.Number(outcomes.Count) });
        foreach (var group in outcomes.GroupBy(Key))
        {
            yield return ReplyTemplates.Render("group_" + group.Key.Kind, language, new ReplyModel
            {
                ["action"] = intent.WireName(),
                ["count"] = Wording.Number(group.Count()),
                ["ids"] = string.Join(", ", group.Select(outcome => UntrustedText.OneLine(outcome.OrderId))),
                ["detail"] = group.Key.Detail,
            });
        }
    }

    private static GroupKey Key(OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.Facts facts => new("facts", Wording.Status(facts.Order)),
        OrderOutcome.Requested => new("requested", null),
        OrderOutcome.PassedToPeople => new("passed_to_people", null),
        OrderOutcome.AlreadyRequested => new("already_requested", null),
        OrderOutcome.GateRefused refused => new("refused", Wording.SnakeCase(refused.Reason.ToString())),
        OrderOutcome.PanelRefused refused => new("panel_refused", UntrustedText.OneLine(refused.PanelText)),
        OrderOutcome.BeingChecked => new("being_checked", null),
        OrderOutcome.NotYours => new("not_yours", null),
        OrderOutcome.NoAnswer => new("no_answer", null),
        OrderOutcome.RefillState refill => new("refill_state", OutcomeWording.RefillState(refill)),
        _ => throw new UnreachableException(),
    };
}
