using System.Diagnostics;
using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Orders;

namespace PanelAssist.Engine.Replies;

/// <summary>One paragraph for one order.</summary>
internal static class OutcomeWording
{
    public static string Paragraph(OrderOutcome outcome, Intent intent, string language, DateTimeOffset now)
    {
        var model = new ReplyModel { ["id"] = UntrustedText.OneLine(outcome.OrderId), ["action"] = intent.WireName() };
        var template = Fill(model, outcome, language, now);
        return ReplyTemplates.Render(template, language, model);
    }

    private static string Fill(ReplyModel model, OrderOutcome outcome, string language, DateTimeOffset now)
    {
        switch (outcome)
        {
            case OrderOutcome.Facts facts:
                FillFacts(model, facts.Order, language, now);
                return "facts";
            case OrderOutcome.Requested:
                return "requested";
            case OrderOutcome.PassedToPeople:
                return "passed_to_people";
            case OrderOutcome.AlreadyRequested already:
                model["age"] = Wording.Age(already.At, now, language);
                return "already_requested";
            case OrderOutcome.GateRefused refused:
                model["reason"] = Wording.SnakeCase(refused.Reason.ToString());
                model["status"] = Wording.Status(refused.Order);
                return "refused";
            case OrderOutcome.PanelRefused refused:
                model["text"] = UntrustedText.OneLine(refused.PanelText);
                return "panel_refused";
            case OrderOutcome.BeingChecked:
                return "being_checked";
            case OrderOutcome.NotYours:
                return "not_yours";
            case OrderOutcome.NoAnswer:
                return "no_answer";
            case OrderOutcome.RefillState refill:
                model["state"] = RefillState(refill);
                model["age"] = refill.RequestedAt is { } at ? Wording.Age(at, now, language) : null;
                return "refill_state";
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Null where no refill is known.</summary>
    public static string? RefillState(OrderOutcome.RefillState refill)
    {
        if (refill.StateText is null)
        {
            return null;
        }

        var state = RefillTaskStates.Read(refill.StateText);
        return state is RefillTaskState.Unknown ? $"\"{UntrustedText.OneLine(refill.StateText, 40)}\"" : state.DisplayName();
    }

    private static void FillFacts(ReplyModel model, Order order, string language, DateTimeOffset now)
    {
        var delivered = order is { Quantity: { } quantity, Remains: { } remains } && remains >= 0 && remains <= quantity ? quantity - remains : (long?)null;
        model["status"] = Wording.Status(order);
        model["service"] = string.IsNullOrWhiteSpace(order.ServiceName) ? null : UntrustedText.OneLine(order.ServiceName);
        model["service_id"] = string.IsNullOrWhiteSpace(order.ServiceId) ? null : UntrustedText.OneLine(order.ServiceId, 20);
        model["quantity"] = Wording.Number(order.Quantity);
        model["start_count"] = Wording.Number(order.StartCount);
        model["delivered"] = Wording.Number(delivered);
        model["remains"] = Wording.Number(order.Remains);
        model["charge"] = order.Charge is { } charge ? UntrustedText.OneLine(charge.ToString(), 40) : null;
        model["age"] = order.CreatedAt is { } createdAt ? Wording.Age(createdAt, now, language) : null;
    }
}
