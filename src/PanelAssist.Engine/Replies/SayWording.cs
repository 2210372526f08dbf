using System.Diagnostics;
using PanelAssist.Engine.Intents;
using Scriban.Runtime;

namespace PanelAssist.Engine.Replies;

/// <summary>Which template says what, and with which values.</summary>
internal static class SayWording
{
    /// <summary>Room for the list of services in one reply; what does not fit is counted.</summary>
    private const int ServiceListRoom = Reply.MaxLength - 400;
    private const int ServiceLineRoom = 120;

    /// <summary>Past this the reader no longer counts exactly.</summary>
    private const int Countless = 1_000;

    public static (string Template, ReplyModel Model) Of(Say say) => say switch
    {
        Say.Help help => ("help", new() { ["account_known"] = help.AccountKnown }),
        Say.Greeting greeting => ("greeting", new() { ["account_known"] = greeting.AccountKnown }),
        Say.Thanks => ("thanks", new()),
        Say.LinkFirst first => ("link_first", Ways(first.PrivateChat, first.KeysAccepted, first.CodesAccepted)),
        Say.LinkExplained explained => ("link_explained", Ways(explained.PrivateChat, explained.KeysAccepted, explained.CodesAccepted)),
        Say.CodeSent sent => ("code_sent", new() { ["username"] = UntrustedText.OneLine(sent.Username), ["minutes"] = sent.Minutes }),
        Say.CodeWrong wrong => ("code_wrong", new() { ["tries_left"] = wrong.TriesLeft }),
        Say.CodePaused paused => ("code_paused", new() { ["minutes"] = paused.Minutes }),
        Say.CodeNotAwaited => ("code_not_awaited", new()),
        Say.Linked linked => ("linked", new() { ["username"] = UntrustedText.OneLine(linked.Username) }),
        Say.KeyRefused => ("key_refused", new()),
        Say.KeyNotHere => ("key_not_here", new()),
        Say.LinkingNotInGroups => ("linking_not_in_groups", new()),
        Say.LinkingUnavailable => ("linking_unavailable", new()),
        Say.Unlinked => ("unlinked", new()),
        Say.NotLinked => ("not_linked", new()),
        Say.WhichOrder which => ("which_order", new() { ["intent"] = which.Intent.WireName() }),
        Say.OrderMenu menu => ("order_menu", new() { ["id"] = UntrustedText.OneLine(menu.OrderId) }),
        Say.TooManyOrders many => ("too_many_orders", new()
        {
            ["asked"] = Wording.Number(Math.Min(many.Asked, Countless)),
            ["countless"] = many.Asked > Countless,
            ["max"] = Wording.Number(many.Max),
        }),
        Say.BadOrderIds bad => ("bad_order_ids", new() { ["problems"] = Problems(bad.Problems) }),
        Say.Working working => ("working", new() { ["intent"] = working.Intent.WireName(), ["count"] = Wording.Number(working.Count) }),
        Say.Balance balance => ("balance", new() { ["amount"] = UntrustedText.OneLine(balance.Amount.ToString(), 40), ["username"] = UntrustedText.OneLine(balance.Username) }),
        Say.ServiceList list => ("service_list", Services(list)),
        Say.PanelSilent => ("panel_silent", new()),
        Say.HandedToPeople => ("handed_to_people", new()),
        Say.NotUnderstood => ("not_understood", new()),
        Say.NotYetPossible possible => ("not_yet_possible", new() { ["intent"] = possible.Intent.WireName() }),
        Say.Stopped => ("stopped", new()),
        Say.ActionSettled settled => ("action_settled", new() { ["id"] = UntrustedText.OneLine(settled.OrderId), ["action"] = Wording.Action(settled.Action), ["happened"] = settled.Happened }),
        Say.ActionUnsettled unsettled => ("action_unsettled", new() { ["id"] = UntrustedText.OneLine(unsettled.OrderId), ["action"] = Wording.Action(unsettled.Action) }),
        _ => throw new UnreachableException(),
    };

    public static ScriptArray Problems(IReadOnlyList<(string Text, OrderIdProblem Problem)> problems)
    {
        var lines = new ScriptArray(problems.Count);
        foreach (var (text, problem) in problems.Take(10))
        {
            lines.Add(new ReplyModel { ["text"] = UntrustedText.OneLine(text, 41), ["kind"] = Wording.SnakeCase(problem.ToString()) });
        }

        return lines;
    }

    private static ReplyModel Ways(bool privateChat, bool keysAccepted, bool codesAccepted) =>
        new() { ["private_chat"] = privateChat, ["keys_accepted"] = keysAccepted, ["codes_accepted"] = codesAccepted };

    private static ReplyModel Services(Say.ServiceList list)
    {
        var lines = new ScriptArray();
        var room = ServiceListRoom;
        foreach (var service in list.Lines)
        {
            var name = UntrustedText.OneLine(service.Name);
            room -= name.Length + ServiceLineRoom;
            if (room < 0)
            {
                break;
            }

            lines.Add(new ReplyModel
            {
                ["id"] = UntrustedText.OneLine(service.Id, 20),
                ["name"] = name,
                ["rate"] = service.RatePerThousand is { } rate ? UntrustedText.OneLine(rate.ToString(), 30) : null,
                ["min"] = Wording.Number(service.Min),
                ["max"] = Wording.Number(service.Max),
                ["refill"] = service.Refill,
            });
        }

        return new ReplyModel
        {
            ["words"] = UntrustedText.OneLine(list.Words),
            ["services"] = lines,
            ["total"] = Wording.Number(list.Total),
            ["more"] = list.Total > lines.Count ? Wording.Number(list.Total - lines.Count) : null,
        };
    }
}
