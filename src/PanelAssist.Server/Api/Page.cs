namespace PanelAssist.Server.Api;

/// <summary>Part of a list. <paramref name="Next"/> is the <c>cursor</c> of the next part; null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Page
{
    /// <summary>Makes a page of rows read with <see cref="PageRequest{TCursor}.Take"/>: the one row too many only says that there is more.</summary>
    public static Page<T> Of<TRow, TCursor, T>(IReadOnlyList<TRow> rows, PageRequest<TCursor> request, Func<TRow, TCursor> cursorOf, Func<TRow, T> show)
        where TCursor : struct, ICursor<TCursor>
    {
        var items = rows.Take(request.Limit).Select(show).ToList();
        return new Page<T>(items, rows.Count > request.Limit ? cursorOf(rows[request.Limit - 1]).Encode() : null);
    }
}
