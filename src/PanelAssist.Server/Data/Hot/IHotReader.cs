namespace PanelAssist.Server.Data.Hot;

/// <summary>
/// Look-ups by key that a message may need: a prepared statement each, in SQL that both databases read. EF would cost ten
/// times as much as the query.
/// </summary>
internal interface IHotReader
{
    /// <param name="sql">With <c>$1</c> for <paramref name="key"/> and <c>$2</c> for <paramref name="tenant"/>; a constant.</param>
    ValueTask<List<T>> ReadAsync<T>(string sql, Guid key, Guid tenant, Func<IHotRow, T> read, CancellationToken cancellationToken);
}

/// <summary>A row, by column number.</summary>
internal interface IHotRow
{
    Guid GetGuid(int column);

    Guid? GetGuidOrNull(int column);

    long GetInt64(int column);

    long? GetInt64OrNull(int column);

    bool GetBoolean(int column);

    string GetString(int column);

    string? GetStringOrNull(int column);

    byte[]? GetBytesOrNull(int column);

    DateTimeOffset GetMoment(int column);

    DateTimeOffset? GetMomentOrNull(int column) => IsNull(column) ? null : GetMoment(column);

    bool IsNull(int column);
}
