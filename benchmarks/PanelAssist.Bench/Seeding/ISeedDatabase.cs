namespace PanelAssist.Bench.Seeding;

/// <summary>A database that takes many rows of one table at once, as fast as it can.</summary>
internal interface ISeedDatabase : IAsyncDisposable
{
    /// <param name="table">Its name.</param>
    /// <param name="columns">Names, in the order of each row's values.</param>
    /// <param name="rows">Ids, texts, whole numbers, truths or null.</param>
    Task FillAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);

    /// <summary>What the database does by itself in time: its statistics.</summary>
    Task SettleAsync();
}
