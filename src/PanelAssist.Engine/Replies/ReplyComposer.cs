using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Replies;

/// <summary>Turns outcomes into words through Liquid templates.</summary>
public static class ReplyComposer
{
    /// <summary>Up to this many orders each has a paragraph of its own.</summary>
    public const int ParagraphsAtMost = 5;

    private static readonly string[] MenuVerbs = ["status", "refill", "cancel", "speed up"];

    public static Reply Compose(Say say, string language)
    {
        var (template, model) = SayWording.Of(say);
        var text = ReplyTemplates.Render(template, language, model);
        return new Reply(
            text.Length <= Reply.MaxLength ? text : ReplySplitter.Split([text], "\n")[0],
            say is Say.OrderMenu menu ? MenuButtons(menu.OrderId, language) : []);
    }

    /// <summary>
    /// Up to five orders one paragraph each; above five a compact reply grouped by result with totals.
    /// Several replies only where one would pass <see cref="Reply.MaxLength"/>.
    /// </summary>
    /// <param name="now">The moment ages are counted from.</param>
    public static IReadOnlyList<Reply> Compose(Intent intent, IReadOnlyList<OrderOutcome> outcomes, OrderIds asked, string language, DateTimeOffset now)
    {
        if (outcomes.Count == 0)
        {
            return asked.Problems.Count == 0 ? [] : [Compose(new Say.BadOrderIds(asked.Problems), language)];
        }

        if (outcomes.Count == 1 && asked.Problems.Count == 0)
        {
            var paragraph = OutcomeWording.Paragraph(outcomes[0], intent, language, now);
            if (paragraph.Length <= Reply.MaxLength)
            {
                return [new Reply(paragraph, [])];
            }
        }

        var compact = outcomes.Count > ParagraphsAtMost;
        var blocks = new List<string>(outcomes.Count + 1);
        blocks.AddRange(compact
            ? OutcomeGroups.Lines(outcomes, intent, language)
            : outcomes.Select(outcome => OutcomeWording.Paragraph(outcome, intent, language, now)));
        if (asked.Problems.Count > 0)
        {
            blocks.Add(ReplyTemplates.Render("unusable_ids", language, new ReplyModel { ["problems"] = SayWording.Problems(asked.Problems) }));
        }

        return [.. ReplySplitter.Split(blocks, compact ? "\n" : "\n\n").Select(text => new Reply(text, []))];
    }

    private static ReplyButton[] MenuButtons(string orderId, string language)
    {
        var labels = ReplyTemplates.Render("order_menu_buttons", language, new ReplyModel()).Split('\n');
        return [.. MenuVerbs.Select((verb, i) => new ReplyButton(labels[i], $"{verb} {orderId}"))];
    }
}
