using PanelAssist.Sandbox.Journal;

namespace PanelAssist.Sandbox.Control;

/// <summary>What the sandbox was asked, in order.</summary>
internal static class JournalControl
{
    public static void MapJournalControl(this WebApplication app, RequestJournal journal)
    {
        app.MapGet("/_control/journal", Answer.Of(async http =>
        {
            var found = await FindAsync(http, journal);
            return Answer.Ok(new
            {
                last = found.Count == 0 ? http.QueryLong("since", 0) : found[^1].Sequence,
                items = found.Select(e => new
                {
                    e.Sequence,
                    e.At,
                    e.Counterpart,
                    e.Method,
                    e.Path,
                    fields = e.Fields.DistinctBy(f => f.Key, StringComparer.Ordinal)
                        .ToDictionary(f => f.Key, f => SecretMask.Field(f.Key, f.Value), StringComparer.Ordinal),
                    e.Status,
                    e.DurationMs,
                }),
            });
        }));
        app.MapGet("/_control/journal/count", Answer.Of(async http =>
            Answer.Ok(new { count = http.Request.Query.Count == 0 ? journal.Count : (await FindAsync(http, journal)).Count })));
    }

    private static async Task<List<JournalEntry>> FindAsync(HttpContext http, RequestJournal journal)
    {
        var waitFor = http.QueryLong("waitFor", 0);
        var found = Find();
        if (found.Count < waitFor)
        {
            await journal.Changed.WaitAsync(() => Find().Count >= waitFor, http.WaitTime(), http.RequestAborted);
            found = Find();
        }

        return found;

        List<JournalEntry> Find() => journal.Find(http.Query("counterpart"), http.QueryLong("since", 0), http.Query("contains"));
    }
}
