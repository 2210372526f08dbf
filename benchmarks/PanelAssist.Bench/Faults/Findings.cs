using PanelAssist.Bench.Product;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Faults;

/// <summary>What the evidence says after the last restart.</summary>
internal sealed record Findings(int Acknowledged, int Lost, int Refills, int RefilledTwice, int NeverRefilled, int RepliedTwice, int RepliedTwiceUnflagged, int FollowUps)
{
    public static async Task<Findings> GatherAsync(QuestionBook book, PanelJournal panel, ProductApi api, string channelId)
    {
        var acknowledged = book.All.Where(question => question.IsAcknowledged).ToList();
        var refills = acknowledged.Where(question => question.IsRefill).ToList();
        var twice = acknowledged.Where(HasTwin).ToList();
        var unflagged = 0;
        foreach (var question in twice)
        {
            unflagged += await IsFlaggedAsync(api, channelId, question) ? 0 : 1;
        }

        return new Findings(
            acknowledged.Count,
            acknowledged.Count(question => question.Replies.Count == 0),
            refills.Count,
            panel.RefillsByOrder.Values.Count(times => times > 1),
            refills.Count(question => !panel.WasRefilled(question.Order)),
            twice.Count,
            unflagged,
            acknowledged.Count(question => question.Replies.Distinct(StringComparer.Ordinal).Count() > 1));
    }

    /// <summary>The same words twice. Different words are a follow-up: "we are checking", then the outcome.</summary>
    private static bool HasTwin(Question question) =>
        question.Replies.Count > question.Replies.Distinct(StringComparer.Ordinal).Count();

    private static async Task<bool> IsFlaggedAsync(ProductApi api, string channelId, Question question)
    {
        var shown = await api.MessagesAsync(channelId, question.Customer);
        return shown.Any(message => message.IsOutgoing
            && question.Replies.Contains(message.Text, StringComparer.Ordinal)
            && message.IsFlaggedAsPossiblyTwice);
    }
}
