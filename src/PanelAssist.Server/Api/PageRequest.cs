using Microsoft.AspNetCore.Http.HttpResults;

namespace PanelAssist.Server.Api;

/// <summary>Which part of a list is asked for.</summary>
internal readonly record struct PageRequest<TCursor>(int Limit, TCursor? After)
    where TCursor : struct, ICursor<TCursor>
{
    /// <summary>One row more than asked shows whether there is a next page.</summary>
    public int Take => Limit + 1;
}

internal static class PageRequest
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <returns>Null when the request is good; otherwise the 400 to answer.</returns>
    public static ProblemHttpResult? Refuse<TCursor>(int? limit, string? cursor, out PageRequest<TCursor> request)
        where TCursor : struct, ICursor<TCursor>
    {
        request = new PageRequest<TCursor>(limit ?? DefaultLimit, After: null);
        if (limit is < 1 or > MaxLimit)
        {
            return Problems.BadQuery("limit", $"Between 1 and {MaxLimit}; {DefaultLimit} when left out.");
        }

        if (cursor is null)
        {
            return null;
        }

        if (!Cursor.TryDecode<TCursor>(cursor, out var after))
        {
            return Problems.BadQuery("cursor", "Not a cursor of this list: send the 'next' of the page before, unchanged.");
        }

        request = request with { After = after };
        return null;
    }
}
